// An API for our own pages and for programs that say where they come from: JSON and nothing else, no parameter nobody reads.
import { z } from 'zod'
import type { System } from '../system.ts'
import { assertOwnOrigin } from './people-session.ts'
import type { Http } from './server.ts'

/**
 * Makes a scope an API that a browser's session opens: a form of another site can send other types than JSON without asking
 * a browser first, so they are not read; what could change something must come from our own pages; a query parameter
 * nobody reads is refused, so that nobody believes it did something (WRT-02: no way to hide a label).
 */
export function jsonOnly(api: Http, { settings }: Pick<System, 'settings'>): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    api.getDefaultJsonParser('error', 'error'),
  )
  api.addHook('onRoute', (route) => {
    route.schema = { querystring: z.strictObject({}), ...route.schema }
  })
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (request.method !== 'GET' && request.method !== 'HEAD') assertOwnOrigin(request, settings)
  })
}
