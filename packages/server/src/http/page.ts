// The shell of every server-rendered page, its one stylesheet, and the headers that keep it to itself.
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { type Html, html, htmlText } from './html.ts'
import type { Http } from './server.ts'

const sheets = [
  'style.css',
  'styles/people.css',
  'styles/facts.css',
  'styles/register.css',
  'styles/console.css',
]
const style = sheets.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('\n')
// The name changes with the content, so browsers may keep it for ever.
const stylePath = `/assets/style.${hash('sha256', style).slice(0, 16)}.css`

/** What a page is made of. */
export interface PageParts {
  /** Shown in the browser's tab before "Countersign". */
  readonly title: string
  readonly body: Html
  /** The language of the page, a BCP 47 tag; English unless said. */
  readonly locale?: string
  /** Right side of the top bar: who is signed in, where to go. */
  readonly nav?: Html
  /** `form` for one column of questions, `wide` for lists and tables; `text` unless said. */
  readonly width?: 'form' | 'text' | 'wide'
}

/** A whole page as text: no script, nothing from another site. */
export function page({ title, body, locale = 'en', nav, width = 'text' }: PageParts): string {
  return htmlText(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Countersign</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="/">Countersign</a>
${nav !== undefined && html`<nav aria-label="Main">${nav}</nav>`}
</header>
<main id="main" class="${width}">
${body}
</main>
</body>
</html>
`)
}

/** Where, besides this site, a form of the page may end up: a redirect after its post counts too (CSP 3 §6.4.2). */
export interface PageOptions {
  readonly status?: number
  readonly formTargets?: readonly string[]
}

/** Sends a page that no other site can frame, script or keep. */
export function sendPage(
  reply: FastifyReply,
  text: string,
  { status = 200, formTargets = [] }: PageOptions = {},
): FastifyReply {
  return reply.code(status).headers(pageHeaders(formTargets)).type('text/html; charset=utf-8').send(text)
}

/** The headers of every page. `formTargets` are origins of ours to name, never text from a request. */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data:",
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    ...privateHeaders,
  }
}

/** What every page carries whatever is on it: nobody keeps, frames or guesses at it. */
export const privateHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  // Not no-referrer: with it browsers send `Origin: null` on our own forms, and the Origin check would refuse them.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Serves the stylesheet pages link to. */
export async function pageAssets(http: Http): Promise<void> {
  http.get(stylePath, { schema: { hide: true } }, async (_, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .type('text/css; charset=utf-8')
      .send(style),
  )
}
