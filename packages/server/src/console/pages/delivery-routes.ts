// The page of what was sent to a company's webhook.
import { z } from 'zod'
import { replayDelivery } from '../../acts/replay-delivery.ts'
import { goOn, idIn } from '../../http/go-on.ts'
import { deliveriesOf } from '../../store/deliveries.ts'
import { findWebhook } from '../../store/webhooks.ts'
import { deliveryState } from '../api/delivery-routes.ts'
import { atCompany, type ConsoleScope, show } from '../scope.ts'
import { deliveriesView } from './deliveries-view.ts'
import { companyFrame, companyPath } from './frame.ts'

const here = '/console/:partner/webhook/deliveries'
const SHOWN = 100

const done = {
  replayed: 'It is sent again, behind all others, under its own id.',
  hurried: 'It is tried again at once.',
} as const

/** Adds it. */
export function deliveryPages({ http, system }: ConsoleScope): void {
  const querystring = z.object({
    state: deliveryState.optional().catch(undefined),
    done: z.enum(['replayed', 'hurried']).optional().catch(undefined),
  })
  http.get(here, { schema: { hide: true, querystring } }, async (request, reply) => {
    const { company, person } = await atCompany(system, request)
    const { state = null } = request.query
    const [deliveries, webhook] = await Promise.all([
      deliveriesOf(system.app, company.id, { limit: SHOWN, state }),
      findWebhook(system.app, company.id),
    ])
    const view = { company, deliveries, state, isOn: webhook !== undefined, most: SHOWN }
    const body = companyFrame(company, '/webhook', {
      done: request.query.done && done[request.query.done],
      body: deliveriesView(view, system.clock.now()),
    })
    return show(system, reply, { title: `Deliveries to ${company.name}`, body, person })
  })
  const body = z.object({ event: z.string().max(200), state: z.union([z.literal(''), deliveryState]) })
  http.post(`${here}/replay`, { schema: { hide: true, body } }, async (request, reply) => {
    const { company } = await atCompany(system, request)
    const { event, state } = request.body
    const outcome = await replayDelivery(system, { partner: company.id, event: idIn('event', event) })
    const back = `${companyPath(company, '/webhook')}/deliveries?done=${outcome}`
    return goOn(reply, state === '' ? back : `${back}&state=${state}`)
  })
}
