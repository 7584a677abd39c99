// The people's app as this server gives it out: the built files, and the page that starts it under a policy of its own.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type AppLocale, directionOf } from '@countersign/protocol/app-locales'
import staticFiles from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Random } from '../ports/random.ts'
import { html, htmlText } from './html.ts'
import { privateHeaders } from './page.ts'
import type { Http } from './server.ts'

/** Where the build puts the app, and where its files are served; the build names them by their content. */
const folder = new URL('../../../web/dist/', import.meta.url)
const prefix = '/app/'

const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    css: z.array(z.string()).default([]),
    imports: z.array(z.string()).default([]),
  }),
)

/** What a browser loads to start the app. */
export interface WebApp {
  readonly script: string
  readonly styles: readonly string[]
  /** What the script imports: fetched beside it rather than after it. */
  readonly preload: readonly string[]
}

/** Reads what the build left. @throws Error saying how to build it */
export function readWebApp(): WebApp {
  const chunks = manifest.parse(JSON.parse(readManifest()))
  const entry = Object.values(chunks).find(({ isEntry }) => isEntry === true)
  if (entry === undefined) throw new Error('The built app has no entry. Run "npm run build:web" again.')
  return {
    script: prefix + entry.file,
    styles: entry.css.map((file) => prefix + file),
    preload: entry.imports.flatMap((name) => chunks[name]?.file ?? []).map((file) => prefix + file),
  }
}

function readManifest(): string {
  try {
    return readFileSync(new URL('manifest.json', folder), 'utf8')
  } catch (cause) {
    throw new Error('The app is not built. Run "npm run build:web", or start with "npm start".', { cause })
  }
}

/** Serves the app's files: pressed beforehand, kept by browsers for ever, run by no other site. */
export async function webAppFiles(http: Http): Promise<void> {
  await http.register(staticFiles, {
    root: fileURLToPath(folder),
    prefix,
    schemaHide: true,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
    allowedPath: (path) => /\.(js|css|svg)$/.test(path),
    setHeaders: (reply) => {
      void reply.headers({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      })
    },
  })
}

/** Sends the page that starts the app, in a language of its reader. Only scripts that carry this answer's own nonce run in it. */
export function sendApp(
  reply: FastifyReply,
  { script, styles, preload }: WebApp,
  { locale, random }: { readonly locale: AppLocale; readonly random: Random },
): FastifyReply {
  const nonce = Buffer.from(random.bytes(18)).toString('base64')
  const text = htmlText(html`<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta property="csp-nonce" nonce="${nonce}">
<title>Countersign</title>
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${preload.map((href) => html`<link rel="modulepreload" href="${href}" nonce="${nonce}">`)}
<link rel="icon" href="data:,">
<script type="module" src="${script}" nonce="${nonce}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>This page needs JavaScript. It comes from this server only; no other site is ever asked for anything.</p></noscript>
</body>
</html>
`)
  return reply
    .headers({ ...privateHeaders, 'content-security-policy': policy(nonce) })
    .type('text/html; charset=utf-8')
    .send(text)
}

/**
 * CSP 3: scripts by nonce and what those load, styles of ours and with the nonce, everything else from this site; and no text
 * becomes markup or script anywhere (Trusted Types).
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
