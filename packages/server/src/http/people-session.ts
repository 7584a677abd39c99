// The cookie that says who is signed in on our own pages, and the check that a request comes from them (design §13).

import type { Instant } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'

interface Site {
  readonly publicUrl: string
}

const isTls = ({ publicUrl }: Site): boolean => publicUrl.startsWith('https:')

/** The cookie's name. Under TLS the `__Host-` prefix keeps other hosts of the domain from setting it (RFC 6265bis §4.1.3.2). */
export function sessionCookieName(site: Site): string {
  return isTls(site) ? '__Host-countersign_session' : 'countersign_session'
}

/** What `makeSecret` makes: anything else in the cookie is nobody's session. */
const secretForm = /^[A-Za-z0-9_-]{43}$/

/** The session secret a request carries, if it carries one. Whose it is, `personOfSession` says. */
export function sessionSecretOf(request: FastifyRequest, site: Site): string | undefined {
  const prefix = `${sessionCookieName(site)}=`
  const pair = request.headers.cookie?.split(';').find((one) => one.trim().startsWith(prefix))
  const secret = pair?.trim().slice(prefix.length)
  return secret !== undefined && secretForm.test(secret) ? secret : undefined
}

/** Hands a new session to the browser: no script can read it, no other site's form brings it along. */
export function setSessionCookie(
  reply: FastifyReply,
  site: Site,
  session: { readonly secret: string; readonly expiresAt: Instant },
): void {
  writeCookie(reply, site, session.secret, new Date(session.expiresAt))
}

/** Takes the session away from the browser. */
export function clearSessionCookie(reply: FastifyReply, site: Site): void {
  writeCookie(reply, site, '', new Date(0))
}

function writeCookie(reply: FastifyReply, site: Site, value: string, expires: Date): void {
  const secure = isTls(site) ? '; Secure' : ''
  const attributes = `; Path=/; HttpOnly; SameSite=Lax; Expires=${expires.toUTCString()}${secure}`
  reply.header('set-cookie', `${sessionCookieName(site)}=${value}${attributes}`)
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
