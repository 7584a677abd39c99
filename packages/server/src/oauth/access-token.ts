// Access tokens as the partner API sees them: looked up by their hash, never decoded, never trusted beyond this row.
import {
  type ClientId,
  type FeatureId,
  type Instant,
  type PartnerId,
  type PersonId,
  parseId,
} from '@countersign/protocol'
import { z } from 'zod'
import { rememberProof } from '../store/dpop-proofs.ts'
import { featuresOf } from '../store/features.ts'
import { findClientToken, findStandingToken } from '../store/oauth-models.ts'
import type { System } from '../system.ts'
import { storedId } from './adapter.ts'
import { tokenClock } from './token-clock.ts'

/** What a token says. What of it is in force is the gate's to decide, at every call. */
export interface AccessToken {
  readonly client: ClientId
  readonly partner: PartnerId
  readonly person: PersonId
  /** The feature it was granted for; null for a pure sign-in, which holds nothing (PER-02). */
  readonly feature: FeatureId | null
  /** RFC 7638 thumbprint of the key it is bound to. */
  readonly jkt: string
}

const payloadSchema = z.object({
  exp: z.int(),
  clientId: z.string(),
  accountId: z.string(),
  jkt: z.string(),
  extra: z.object({ countersign_partner: z.string(), countersign_feature: z.string().nullable() }),
})

/** The token with this value, unless it is unknown, over, revoked, or not bound to a key. */
export async function findAccessToken(
  { app }: Pick<System, 'app'>,
  value: string,
): Promise<AccessToken | undefined> {
  const parsed = payloadSchema.safeParse(await findStandingToken(app, storedId(value)))
  if (!parsed.success || parsed.data.exp * 1000 <= tokenClock.now()) return undefined
  const { clientId, accountId, jkt, extra } = parsed.data
  const client = parseId('client', clientId)
  const partner = parseId('partner', extra.countersign_partner)
  const person = parseId('person', accountId)
  if (client === undefined || partner === undefined || person === undefined) return undefined
  return { client, partner, person, feature: parseId('feature', extra.countersign_feature) ?? null, jkt }
}

/** What a client may ask for itself: to hear what it is told, whoever it is about. It opens nothing else. */
export const EVENTS_SCOPE = 'events'

/** A token a client got for itself (RFC 6749 §4.4). */
export interface ClientToken {
  readonly client: ClientId
  readonly partner: PartnerId
  readonly jkt: string
  readonly endsAt: Instant
}

const clientPayload = z.object({
  exp: z.int(),
  clientId: z.string(),
  scope: z.string(),
  jkt: z.string(),
  extra: z.object({ countersign_partner: z.string() }),
})

/** The client's own token with this value, unless it is unknown, over, not bound to a key, or not for events. */
export async function findEventsToken(
  { app }: Pick<System, 'app'>,
  value: string,
): Promise<ClientToken | undefined> {
  const parsed = clientPayload.safeParse(await findClientToken(app, storedId(value)))
  if (!parsed.success || parsed.data.exp * 1000 <= tokenClock.now()) return undefined
  const { clientId, scope, jkt, exp, extra } = parsed.data
  const client = parseId('client', clientId)
  const partner = parseId('partner', extra.countersign_partner)
  if (client === undefined || partner === undefined || !scope.split(' ').includes(EVENTS_SCOPE))
    return undefined
  return { client, partner, jkt, endsAt: exp * 1000 }
}

/** The first feature of a partner: what a call with a pure sign-in is decided, and refused, about. */
export async function firstFeature(
  { app }: Pick<System, 'app'>,
  partner: PartnerId,
): Promise<FeatureId | undefined> {
  return (await featuresOf(app, partner))[0]?.id
}

/**
 * Uses a proof, once in all servers; it is remembered until it would be too old anyway.
 * @returns the time of its first use, the database's or the ledger head's when that is later; undefined when it was used before
 */
export function useProof(
  { app, settings }: Pick<System, 'app' | 'settings'>,
  jkt: string,
  jti: string,
  until: Instant,
): Promise<Instant | undefined> {
  return rememberProof(app, settings.logId, storedId(`${jkt} ${jti}`), until)
}
