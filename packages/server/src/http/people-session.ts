// Who is signed in on our own pages, and the check that a request comes from them (design §13).

import type { Instant } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'
import { sessionCookie, sessionSecret } from './session-cookie.ts'

interface Site {
  readonly publicUrl: string
}

/** The session secret a request carries, if it carries one. Whose it is, `personOfSession` says. */
export function sessionSecretOf(request: FastifyRequest, { publicUrl }: Site): string | undefined {
  return sessionSecret(publicUrl, request.headers.cookie)
}

/** Hands a new session to the browser: no script can read it, no other site's form brings it along. */
export function setSessionCookie(
  reply: FastifyReply,
  { publicUrl }: Site,
  session: { readonly secret: string; readonly expiresAt: Instant },
): void {
  reply.header('set-cookie', sessionCookie(publicUrl, session.secret, session.expiresAt))
}

/** Takes the session away from the browser. */
export function clearSessionCookie(reply: FastifyReply, { publicUrl }: Site): void {
  reply.header('set-cookie', sessionCookie(publicUrl, null, 0))
}

/**
 * Lets a request that changes something pass only from our own pages. Browsers send `Origin` with every such request, or
 * at least `Sec-Fetch-Site`; what sends neither must say its origin like a page would.
 * @throws {Problem} WRONG_ORIGIN
 */
export function assertOwnOrigin(request: FastifyRequest, { publicUrl }: Site): void {
  const { origin } = request.headers
  const own = new URL(publicUrl).origin
  const passes = origin === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : origin === own
  if (!passes) throw new Problem('WRONG_ORIGIN')
}
