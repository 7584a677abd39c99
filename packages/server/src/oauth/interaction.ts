// One stop of an authorization at our pages: who it is for, what is asked, and how it goes on.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ClientId, type PersonId, parseId } from '@countersign/protocol'
import { errors, type Interaction, type InteractionResults, type Provider } from 'oidc-provider'
import { frame, hmac, hmacKey } from '../ledger/hash.ts'
import { Problem } from '../problems.ts'
import { findClient } from '../store/clients.ts'
import { findPartner, type Partner } from '../store/partners.ts'
import type { System } from '../system.ts'
import { type FeatureDetail, parseDetails } from './details.ts'

/** An interaction of oidc-provider in our words. */
export interface Stop {
  readonly uid: string
  readonly prompt: 'login' | 'consent'
  /** Whether the client insists on a fresh sign-in, so that a session in the browser is not enough. */
  readonly freshSignIn: boolean
  readonly client: ClientId
  readonly partner: Partner
  /** Where the answer goes to the client; a form of ours may end there. */
  readonly redirectOrigin: string
  /** Who signed in for this authorization; null before that. */
  readonly person: PersonId | null
  /** What is asked; null for a pure sign-in. */
  readonly details: readonly FeatureDetail[] | null
  readonly scope: string
}

/**
 * The stop a request is at.
 * @throws {Problem} REQUEST_OVER when it is another browser's, over, or never was
 */
export async function stopOf(
  provider: Provider,
  system: Pick<System, 'app'>,
  request: { readonly raw: IncomingMessage; readonly uid: string },
  response: ServerResponse,
): Promise<Stop> {
  const interaction = await interactionOf(provider, request.raw, response)
  if (interaction.uid !== request.uid) throw over()
  const { params, prompt, session } = interaction
  const clientId = parseId('client', params['client_id'])
  const client = clientId && (await findClient(system.app, clientId))
  const partner = client && (await findPartner(system.app, client.partner))
  if (client === undefined || partner === undefined) throw over()
  if (prompt.name !== 'login' && prompt.name !== 'consent') throw over()
  const asked = params['authorization_details']
  return {
    uid: interaction.uid,
    prompt: prompt.name,
    freshSignIn: prompt.reasons.includes('login_prompt') || prompt.reasons.includes('max_age'),
    client: client.id,
    partner,
    redirectOrigin: new URL(text(params['redirect_uri'])).origin,
    person: parseId('person', session?.accountId) ?? null,
    details: asked === undefined ? null : parseDetails(JSON.parse(text(asked))),
    scope: text(params['scope']),
  }
}

/** A parameter of the request, which oidc-provider has checked to be one text. */
function text(parameter: unknown): string {
  return typeof parameter === 'string' ? parameter : ''
}

async function interactionOf(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Interaction> {
  try {
    return await provider.interactionDetails(request, response)
  } catch (error) {
    if (error instanceof errors.SessionNotFound) throw over()
    throw error
  }
}

function over(): Problem {
  return new Problem('REQUEST_OVER')
}

/** Stores how a stop ended; answers where the browser goes on. */
export async function endStop(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  result: InteractionResults,
): Promise<string> {
  return provider.interactionResult(request, response, result, { mergeWithLastSubmission: false })
}

/** The token a form of this stop carries, so that no page but ours can have made it. */
export function guardOf({ keys }: Pick<System, 'keys'>, uid: string, person: PersonId | null): string {
  const key = hmacKey(keys.cursorKey('interaction forms'))
  return Buffer.from(hmac(key, frame(uid), frame(person ?? ''))).toString('base64url')
}

/** The id under which oidc-provider keeps what this stop grants; always the same one, so that answering twice is once. */
export function authorizationId({ keys }: Pick<System, 'keys'>, uid: string): string {
  const key = hmacKey(keys.cursorKey('authorizations'))
  return Buffer.from(hmac(key, frame(uid))).toString('base64url')
}
