// Ending reminders by mail: one click in a mail program or on one page, without signing in (RFC 8058).
import { z } from 'zod'
import { unsubscribe } from '../acts/unsubscribe.ts'
import { callerAddress } from '../http/caller-address.ts'
import { html } from '../http/html.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { showPage } from './answers.ts'

const schema = { hide: true, querystring: z.strictObject({ code: z.string().min(1).max(200) }) }
const rateLimit = {
  max: 60,
  timeWindow: 60_000,
  keyGenerator: ({ ip }: { readonly ip: string }): string => callerAddress(ip),
} as const

/**
 * Adds the page and what a mail program posts. Looking changes nothing: what checks links in mails for their readers would end
 * everybody's reminders. The post comes from anywhere, so it needs no origin; the code in its address is all it can do.
 */
export async function unsubscribeRoutes(http: Http, system: System): Promise<void> {
  await http.register(async (scope) => {
    await rateLimits(scope)
    // Mail programs post a form of one known field; nothing of it is needed.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { bodyLimit: 1_024, parseAs: 'string' }, (_, __, done) => done(null))
    scope.get('/unsubscribe', { config: { rateLimit }, schema }, (request, reply) => {
      const body = html`<h1>No more reminders by mail?</h1>
        <p>What you allow companies stays as it is. The reminder waits for you in the privacy centre instead.</p>
        <form method="post"><button>No more reminders by mail</button></form>`
      return showPage(system, request, reply, { title: 'Reminders', body, here: null, width: 'form' })
    })
    scope.post('/unsubscribe', { config: { rateLimit }, schema }, async (request, reply) => {
      await unsubscribe(system, request.query as z.output<(typeof schema)['querystring']>)
      const body = html`<h1>No more reminders by mail</h1>
        <p>You can have them again in the <a href="/privacy">privacy centre</a>.</p>`
      return showPage(system, request, reply, { title: 'Reminders', body, here: null, width: 'form' })
    })
  })
}
