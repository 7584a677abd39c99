// Who calls the partner API: an access token and a proof of its key, both checked before anything else is looked at.
import type { Instant } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type AccessToken,
  type ClientToken,
  findAccessToken,
  findEventsToken,
  useProof,
} from '../oauth/access-token.ts'
import { tokenClock } from '../oauth/token-clock.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { checkProof, PROOF_WINDOW_MS, ProofError, proofAlgorithms } from './dpop.ts'
import { noteClaim } from './note-call.ts'

/** A partner's client calling for one person. */
export interface Caller extends AccessToken {
  /** When its proof was first used, by the database's time or the ledger head's when that is later: the call's own time. */
  readonly at: Instant
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the partner API; null on every other route. */
    caller: Caller | null
  }
}

/** Who calls: whom the hook of these routes put there before any handler runs. @throws {Problem} BAD_TOKEN for nobody */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Problem('BAD_TOKEN')
  return caller
}

/**
 * Who calls for a person.
 * @throws {Problem} BAD_TOKEN, with what RFC 9449 §7.1 says of it in WWW-Authenticate
 */
export function authenticate(
  system: Pick<System, 'app' | 'settings'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller> {
  return prove(system, request, reply, async (value) => {
    const token = await findAccessToken(system, value)
    if (token !== undefined) noteClaim(request, token)
    return token
  })
}

/** Which client calls for itself, to hear its events. @throws as `authenticate` */
export function authenticateClient(
  system: Pick<System, 'app' | 'settings'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ClientToken & { readonly at: Instant }> {
  return prove(system, request, reply, (value) => findEventsToken(system, value))
}

/** The token of a request, once its key has proven itself for this request. */
async function prove<Token extends { readonly jkt: string }>(
  system: Pick<System, 'app' | 'settings'>,
  request: FastifyRequest,
  reply: FastifyReply,
  find: (value: string) => Promise<Token | undefined>,
): Promise<Token & { readonly at: Instant }> {
  const refuse = (error: string, why: string): Problem => {
    reply.header(
      'www-authenticate',
      `DPoP error="${error}", error_description="${why}", algs="${proofAlgorithms.join(' ')}"`,
    )
    return new Problem('BAD_TOKEN', { detail: `${why[0]?.toUpperCase()}${why.slice(1)}.` })
  }
  if (hasQueryToken(request)) throw refuse('invalid_request', 'a token does not belong in an address')
  const value = /^DPoP +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (value === undefined) throw refuse('invalid_token', 'send Authorization: DPoP with an access token')
  const token = await find(value)
  if (token === undefined) throw refuse('invalid_token', 'the access token is unknown or has ended')
  const proof = request.headers['dpop']
  // Two DPoP headers arrive joined by a comma, which no proof contains.
  if (typeof proof !== 'string' || proof.includes(','))
    throw refuse('invalid_dpop_proof', 'send one DPoP header')
  const now = tokenClock.now()
  try {
    const url = addressOf(request, system.settings.publicUrl)
    const { jti } = await checkProof(proof, {
      method: request.method,
      url,
      accessToken: value,
      jkt: token.jkt,
      now,
    })
    const at = await useProof(system, token.jkt, jti, now + 2 * PROOF_WINDOW_MS)
    if (at === undefined) throw new ProofError('it was used before; make a new one for each request')
    return { ...token, at }
  } catch (error) {
    if (error instanceof ProofError)
      throw refuse('invalid_dpop_proof', `the DPoP proof does not hold: ${error.message}`)
    throw error
  }
}

/**
 * Where a request was sent, as RFC 9449 §4.3 compares it: our own address and the path. A request line can name another
 * server (RFC 9112 §3.2.2); a proof somebody got for that server must not open this one.
 */
function addressOf({ url }: FastifyRequest, publicUrl: string): string {
  const ours = new URL(publicUrl).origin
  const asked = new URL(url, ours)
  if (asked.origin !== ours) throw new ProofError('the request line names another server')
  return asked.href
}

function hasQueryToken({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && ('access_token' in query || 'dpop' in query)
}
