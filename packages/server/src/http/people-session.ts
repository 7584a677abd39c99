// Who is signed in on our own pages: the cookie that says so, and the check that a request comes from them (design §13).
import type { IncomingHttpHeaders } from 'node:http'
import type { Instant } from '@countersign/protocol'
import Bowser from 'bowser'
import type { FastifyReply } from 'fastify'
import { Problem } from '../problems.ts'

interface Site {
  readonly publicUrl: string
}

interface Received {
  readonly headers: IncomingHttpHeaders
}

/**
 * The session secret a request carries; whose it is, `personOfSession` says. Undefined when there is none or more than
 * one, which is somebody's attempt to plant one.
 */
export function sessionSecretOf(request: Received, site: Site): string | undefined {
  return cookieOf(request, cookieName(site))
}

function cookieOf({ headers }: Received, name: string): string | undefined {
  const start = `${name}=`
  const found = (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
  return found.length === 1 ? found[0]?.slice(start.length) : undefined
}

/** Hands a new session to the browser: no script can read it, no other site's form brings it along. */
export function setSessionCookie(
  reply: FastifyReply,
  site: Site,
  session: { readonly secret: string; readonly expiresAt: Instant },
): void {
  reply.header('set-cookie', cookie(site, session.secret, session.expiresAt))
}

/** Takes the session away from the browser. */
export function clearSessionCookie(reply: FastifyReply, site: Site): void {
  reply.header('set-cookie', cookie(site, '', 0))
}

function cookie(site: Site, secret: string, expiresAt: Instant): string {
  const secure = isSecure(site) ? '; Secure' : ''
  const expires = new Date(expiresAt).toUTCString()
  return `${cookieName(site)}=${secret}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax${secure}`
}

/** The browser a request comes from, as its person will know it again: no version, no address. Null where it does not say. */
export function browserOf({ headers }: Received): string | null {
  const said = headers['user-agent']
  if (said === undefined || said === '') return null
  const { browser, os } = Bowser.parse(said.slice(0, 512))
  const words = [browser.name, os.name].filter((name) => name !== undefined && name !== '').join(' on ')
  return /^[\p{L}\p{N} .+-]{1,60}$/u.test(words) ? words : null
}

/** What is remembered of the browser somebody signs in with, and the session that ends as the new one begins. */
export function signingBrowser(
  request: Received,
  site: Site,
): { readonly browser: string | null; readonly before: string | undefined } {
  return { browser: browserOf(request), before: sessionSecretOf(request, site) }
}

/** The cookie of a browser nobody has signed in with yet: what it began, a passkey's challenge, is finished by it alone. */
const BEFORE_MS = 5 * 60_000

/** The secret of the browser's own cookie; undefined when it has none. */
export function browserSecretOf(request: Received, site: Site): string | undefined {
  return cookieOf(request, browserCookie(site))
}

/** Gives a browser a secret of its own for five minutes. No other site's page brings it along. */
export function setBrowserCookie(reply: FastifyReply, site: Site, secret: string): void {
  const secure = isSecure(site) ? '; Secure' : ''
  const kept = `Path=/; Max-Age=${BEFORE_MS / 1_000}; HttpOnly; SameSite=Strict${secure}`
  reply.header('set-cookie', `${browserCookie(site)}=${secret}; ${kept}`)
}

function browserCookie(site: Site): string {
  return isSecure(site) ? '__Host-countersign_browser' : 'countersign_browser'
}

/** `__Host-` binds a cookie to this host and to TLS (RFC 6265bis §4.1.3.2); plain http has no such prefix. */
function cookieName(site: Site): string {
  return isSecure(site) ? '__Host-countersign_session' : 'countersign_session'
}

function isSecure({ publicUrl }: Site): boolean {
  return publicUrl.startsWith('https:')
}

/**
 * Lets a request that changes something pass only from our own pages. Browsers send `Origin` with every such request, or
 * at least `Sec-Fetch-Site`; what sends neither must say its origin like a page would.
 * @throws {Problem} WRONG_ORIGIN
 */
export function assertOwnOrigin({ headers }: Received, { publicUrl }: Site): void {
  const { origin } = headers
  const own = new URL(publicUrl).origin
  const passes = origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : origin === own
  if (!passes) throw new Problem('WRONG_ORIGIN')
}

/**
 * Lets a WebSocket be opened from our own pages only. No other site's script may read an answer of ours, but any could read
 * a socket it opened with this browser's cookie; and the handshake is a GET, which `assertOwnOrigin` does not look at.
 * Browsers always send `Origin` with it (RFC 6455 §10.2).
 * @throws {Problem} WRONG_ORIGIN
 */
export function assertOwnSocket({ headers }: Received, { publicUrl }: Site): void {
  if (headers.origin !== new URL(publicUrl).origin) throw new Problem('WRONG_ORIGIN')
}
