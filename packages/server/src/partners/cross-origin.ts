// Pages of any other site may call the partner API (Fetch standard, "CORS protocol"), because no cookie opens it.
import { assertPreflight } from '../http/preflight.ts'
import type { Http } from '../http/server.ts'

/**
 * What lets a page read an answer. Every call here needs a token and a fresh proof by the key it is bound to, so a page gets
 * what whoever holds both gets anyway; the browser adds nothing of its own, since credentials are never allowed.
 */
export const readable = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'countersign-decision, date, retry-after, www-authenticate',
}

/** What a page may send: the headers this API reads, and no other. Browsers keep the answer for two hours at most. */
const preflight = {
  ...readable,
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type, countersign-purpose, dpop, last-event-id',
  'access-control-max-age': '7200',
}

/** Answers browsers that ask first, without looking who asks: nobody has said so yet. */
export function answerPreflights(http: Http): void {
  http.options('/partner/v1/*', { schema: { hide: true } }, async (request, reply) => {
    assertPreflight(request)
    return reply.code(204).headers(preflight).send()
  })
}

/** Lets pages read the answers of a scope, refusals too. To be added before whatever may refuse. */
export function readableAnywhere(api: Http): void {
  api.addHook('onRequest', async (_, reply) => {
    reply.headers(readable)
  })
}
