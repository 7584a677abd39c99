// What a partner does when somebody asks it to delete: fetches which items, and says once what it did (DEL-02, DEL-03).
import { deletionStatement } from '@countersign/protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { answerDeletion } from '../acts/answer-deletion.ts'
import { itemsOfDeletion } from '../acts/list-deletions.ts'
import { id } from '../http/id-schema.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { ClientToken } from '../oauth/access-token.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { authenticateClient } from './authenticate.ts'
import { readableAnywhere } from './cross-origin.ts'
import * as shapes from './schemas.ts'

/** How much one client may call here in a minute. */
const CALLS_PER_MINUTE = 600
const MAX_STATEMENT_BYTES = 64 * 1024

const path = z.strictObject({ deletion: id('deletion') })
const itemsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'is the `next` of the page before')
    .transform(Number)
    .optional()
    .describe('The `next` of the page before.'),
})

/** Registers them. A client calls with a token of its own, of the scope `events`: also when it is suspended. */
export async function deletionRoutes(http: Http, system: System): Promise<void> {
  await http.register(async (api: Http) => {
    readableAnywhere(api)
    await rateLimits(api)
    const callers = new WeakMap<FastifyRequest, ClientToken>()
    const callerOf = (request: FastifyRequest): ClientToken => {
      const caller = callers.get(request)
      if (caller === undefined) throw new Problem('BAD_TOKEN')
      return caller
    }
    api.addHook('onRequest', async (request, reply) => {
      callers.set(request, await authenticateClient(system, request, reply))
    })
    api.addHook(
      'onRequest',
      api.rateLimit({
        max: CALLS_PER_MINUTE,
        timeWindow: 60_000,
        keyGenerator: (request) => callerOf(request).client,
      }),
    )
    const common = { tags: ['events'], security: shapes.clientSecurity }
    api.get(
      '/partner/v1/deletions/:deletion/items',
      {
        exposeHeadRoute: false,
        schema: {
          ...common,
          summary:
            'What somebody asks you to delete, by the ids you have for it; an item may be named again on another page',
          params: path,
          querystring: itemsQuery,
          response: { 200: shapes.deletionItems, ...shapes.problems },
        },
      },
      async (request, reply) => {
        const { partner } = callerOf(request)
        const { deletion } = request.params
        const page = await itemsOfDeletion(system, { partner, deletion, after: request.query.after })
        return reply
          .header('cache-control', 'no-store')
          .send({ items: [...page.items], next: page.next === null ? null : String(page.next) })
      },
    )
    api.put(
      '/partner/v1/deletions/:deletion/statement',
      {
        bodyLimit: MAX_STATEMENT_BYTES,
        schema: {
          ...common,
          summary: 'Say once what you did about it: it is shown to who asked and kept as evidence',
          params: path,
          querystring: shapes.noQuery,
          body: deletionStatement,
          response: {
            204: shapes.nothing,
            ...shapes.problems,
            409: shapes.statedAlready,
            ...shapes.bodyProblems,
          },
        },
      },
      async (request, reply) => {
        const { partner } = callerOf(request)
        const { deletion } = request.params
        await answerDeletion(system, { partner, deletion, statement: request.body })
        return reply.code(204).send(null)
      },
    )
  })
}
