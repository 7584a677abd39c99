// The cookie of a person's session on our own pages (design §13): HttpOnly, SameSite=Lax, __Host- under TLS.
import type { Instant } from '@countersign/protocol'

/** The cookie's name. `__Host-` binds it to this host and to TLS (RFC 6265bis §4.1.3.2); plain http has no such prefix. */
function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-countersign_session' : 'countersign_session'
}

/** The secret in a Cookie header; undefined when there is none or more than one, which is somebody's attempt to plant one. */
export function sessionSecret(publicUrl: string, cookieHeader: string | undefined): string | undefined {
  const start = `${sessionCookieName(publicUrl)}=`
  const found = (cookieHeader ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
  return found.length === 1 ? found[0]?.slice(start.length) : undefined
}

/** The Set-Cookie header that opens a session; a null secret takes the cookie away. */
export function sessionCookie(publicUrl: string, secret: string | null, expiresAt: Instant): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  const expires = new Date(secret === null ? 0 : expiresAt).toUTCString()
  return `${sessionCookieName(publicUrl)}=${secret ?? ''}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax${secure}`
}
