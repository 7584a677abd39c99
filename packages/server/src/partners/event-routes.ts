// A partner's events as one stream for all its people (WHATWG HTML §9.2, server-sent events), resumed by Last-Event-ID.
import type { ClientId, PartnerId } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { followEvents } from '../acts/follow-events.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { tokenClock } from '../oauth/token-clock.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { authenticateClient } from './authenticate.ts'
import { readableAnywhere } from './cross-origin.ts'
import { writeEvents } from './event-stream.ts'
import * as shapes from './schemas.ts'
import { watchOrders } from './watch-orders.ts'

/** How many streams there may be. */
export interface StreamLimits {
  /** Of one partner on one server at a time. */
  readonly perPartner: number
  readonly perServer: number
  readonly opensPerMinute: number
}

const defaults: StreamLimits = { perPartner: 4, perServer: 500, opensPerMinute: 120 }

const eventsHeader = z
  .object({
    'last-event-id': z.string().max(100).optional().describe('The `id` of the last event that was taken.'),
  })
  .loose()

/** Registers `GET /partner/v1/events`. A client opens it with a token of its own, of the scope `events`. */
export async function eventRoutes(
  http: Http,
  system: System,
  limits: StreamLimits = defaults,
): Promise<void> {
  const open = new Map<PartnerId, number>()
  await http.register(async (api: Http) => {
    readableAnywhere(api)
    const orders = watchOrders(system, api.stopping)
    await rateLimits(api)
    const callers = new WeakMap<FastifyRequest, ClientId>()
    const limit = api.createRateLimit({
      max: limits.opensPerMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => String(callers.get(request)),
    })
    api.get(
      '/partner/v1/events',
      {
        exposeHeadRoute: false,
        schema: {
          tags: ['events'],
          summary: 'What happens, as server-sent events, for all people of the partner',
          security: shapes.clientSecurity,
          headers: eventsHeader,
          querystring: shapes.noQuery,
          response: { 200: shapes.eventStream, ...shapes.problems, 409: shapes.webhookInstead },
        },
      },
      async (request, reply) => {
        const { client, partner, endsAt } = await authenticateClient(system, request, reply)
        callers.set(request, client)
        const tried = await limit(request)
        const mine = open.get(partner) ?? 0
        const all = [...open.values()].reduce((sum, count) => sum + count, 0)
        if ((!tried.isAllowed && tried.isExceeded) || mine >= limits.perPartner || all >= limits.perServer)
          throw tooMany(reply)
        open.set(partner, mine + 1)
        try {
          const after = await followEvents(system, partner, request.headers['last-event-id'])
          reply.hijack()
          const lifeMs = endsAt - tokenClock.now()
          await writeEvents(system, orders, reply.raw, { partner, after, lifeMs, stopping: api.stopping })
        } finally {
          open.set(partner, (open.get(partner) ?? 1) - 1)
        }
        return reply
      },
    )
  })
}

function tooMany(reply: FastifyReply): Problem {
  reply.header('retry-after', '5')
  return new Problem('TOO_MANY', { detail: 'So many event streams are open, or were opened, at once.' })
}
