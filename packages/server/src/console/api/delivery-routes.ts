// What became of a company's events on the way to its webhook, and having one told again.
import { z } from 'zod'
import { replayDelivery } from '../../acts/replay-delivery.ts'
import { id } from '../../http/id-schema.ts'
import type { Http } from '../../http/server.ts'
import { type Delivery, deliveriesOf } from '../../store/deliveries.ts'
import type { System } from '../../system.ts'
import { atCompany } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: webhook']
const path = '/partners/:partner/webhook/deliveries'
const time = z.iso.datetime()
const MOST = 200

/** How a delivery can stand: `dead` was given up after three days. */
export const deliveryState = z.enum(['waiting', 'taken', 'dead'])

const delivery = z.object({
  event: z.string(),
  type: z.string(),
  made_at: time,
  state: deliveryState,
  attempts: z.int().describe('Since it was made, or told anew.'),
  tried_at: time,
  answered: z.int().nullable().describe('The status the last attempt was answered with; null without one.'),
  failure: z.string().nullable().describe('Why the last attempt got no answer.'),
  next_at: time.nullable().describe('When a waiting one is tried again; null for at once.'),
  ended_at: time.nullable().describe('When it was taken, or given up.'),
})

/** Adds them. */
export function deliveryRoutes(api: Http, system: System): void {
  const querystring = z.strictObject({
    state: deliveryState.optional(),
    limit: z.coerce.number().int().min(1).max(MOST).default(50),
  })
  api.get(
    path,
    {
      schema: {
        tags,
        summary: 'What was sent to the webhook, or tried, the newest first; nothing of whom it was about',
        params: wire.ofCompany,
        querystring,
        response: { 200: wire.listOf(delivery) },
      },
    },
    async (request) => {
      const { company } = await atCompany(system, request)
      const { state = null, limit } = request.query
      return { items: (await deliveriesOf(system.app, company.id, { limit, state })).map(deliveryJson) }
    },
  )
  api.post(
    `${path}/:event/replay`,
    {
      schema: {
        tags,
        summary: 'Have an event told again, under its own id',
        params: wire.ofCompany.extend({ event: id('event') }),
        response: {
          200: z.object({
            outcome: z
              .enum(['replayed', 'hurried'])
              .describe('`replayed`: behind all others. `hurried`: it was waiting, and is tried at once.'),
          }),
        },
      },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      const { event } = request.params
      return { outcome: await replayDelivery(system, { partner: staff.partner, event }) }
    },
  )
}

function deliveryJson(one: Delivery): z.input<typeof delivery> {
  const { event, type, state, attempts, answered, failure } = one
  return {
    event,
    type,
    made_at: wire.wireTime(one.madeAt),
    state,
    attempts,
    tried_at: wire.wireTime(one.triedAt),
    answered,
    failure,
    next_at: one.nextAt === null ? null : wire.wireTime(one.nextAt),
    ended_at: one.endedAt === null ? null : wire.wireTime(one.endedAt),
  }
}
