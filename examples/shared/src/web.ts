// What every page and form of a partner shares: headers, cookies, the Origin check, forms.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from './html.ts'

/** The HTTP server a partner's routes are registered on. */
export type Http = FastifyInstance

const cookieForm = /^[A-Za-z0-9_-]{43}$/

/** A new cookie value: 256 random bits. */
export function newCookie(): string {
  return randomBytes(32).toString('base64url')
}

/** The name of the session cookie. Cookies of one host are shared by its ports, so it is ours by name. */
function cookieName(slug: string): string {
  return `${slug}_session`
}

/** The session cookie a browser sent; undefined when it sent none of ours. */
export function cookieOf(request: FastifyRequest, slug: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  const value = pairs.find(([name]) => name === cookieName(slug))?.[1]
  return value !== undefined && cookieForm.test(value) ? value : undefined
}

/** Gives the browser its session cookie for 30 days. Lax, so that it comes along on the way back from the platform. */
export function setCookie(
  reply: FastifyReply,
  value: string,
  { slug, url }: { readonly slug: string; readonly url: string },
): void {
  const secure = url.startsWith('https:') ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${cookieName(slug)}=${value}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax${secure}`,
  )
}

/**
 * Sends a page that runs no script, loads nothing from elsewhere and cannot be framed.
 * @param issuer forms may lead there: a redirect after a post counts as a form's target
 */
export function sendPage(reply: FastifyReply, page: Html, issuer: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${new URL(issuer).origin}; frame-ancestors 'none'; base-uri 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    })
    .type('text/html; charset=utf-8')
    .send(page.toString())
}

/** Sends a file of the site's own that browsers may keep for a day. */
export function sendAsset(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply
    .header('cache-control', 'public, max-age=86400')
    .header('x-content-type-options', 'nosniff')
    .type(type)
    .send(content)
}

/** Makes posts take forms only, and only from our own pages. */
export function acceptForms(http: FastifyInstance, url: () => string): void {
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
  http.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || request.headers.origin === new URL(url()).origin) return
    await reply
      .code(403)
      .type('text/plain; charset=utf-8')
      .send(`This form works on ${url()} only. Open that address and try again.\n`)
  })
}

/** One field of a posted form; empty when it was not sent. */
export function field(request: FastifyRequest, name: string): string {
  return request.body instanceof URLSearchParams ? (request.body.get(name) ?? '') : ''
}
