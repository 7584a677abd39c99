// A partner with a webhook in tests: a receiver that answers as told, duties and data to be delivered, and what came.
import type { ServerResponse } from 'node:http'
import { type PartnerEvent, partnerEvent } from '@countersign/protocol'
import { makeWorld, testClock, testSystem } from '@countersign/testkit'
import { Webhook } from 'standardwebhooks'
import { afterAll } from 'vitest'
import type { DeliveryTerms } from '../src/acts/deliver-event.ts'
import { setWebhook } from '../src/acts/set-webhook.ts'
import { deliverDue } from '../src/jobs/deliver-events.ts'
import { systemNetwork } from '../src/outbound/network.ts'
import { deliveriesOf } from '../src/store/deliveries.ts'
import type { System } from '../src/system.ts'
import { tick } from './_events.ts'
import { openLocal, type Received } from './_outside.ts'

/** What a receiver does with one request. */
export type Answer = (request: Received, response: ServerResponse) => void

/** Answers with a status and an empty body. */
export const answering =
  (status: number): Answer =>
  (_, response) =>
    response.writeHead(status).end()

/** Quick enough for tests; the proportion of the two is the server's. */
export const quickTerms: DeliveryTerms = { answerMs: 1_500, leaseMs: 30_000 }

/** A receiver on a port of this machine. */
export async function openReceiver() {
  const receiver: { answer: Answer } = { answer: answering(204) }
  const local = await openLocal((request, response) => receiver.answer(request, response))
  afterAll(local.close)
  return Object.assign(receiver, local, { url: `http://localhost:${local.port}/events` })
}

/** A world whose jukebox has a webhook at a receiver, with a permission of Ana's that it read by. Real time, moved by hand. */
export async function stage(more: { readonly localPorts?: readonly number[] } = {}) {
  const receiver = await openReceiver()
  const localPorts = [receiver.port, ...(more.localPorts ?? [])]
  const made = await testSystem({
    testClock: testClock(Date.now()),
    outbound: { network: systemNetwork, localPorts },
  })
  const { system, clock } = made
  const world = await makeWorld(system, clock)
  const { partner } = world.jukebox
  const { secret } = await setWebhook(system, { partner, by: null }, receiver.url)
  return {
    ...made,
    world,
    receiver,
    partner,
    secret,
    tick: () => tick(made),
    deliver: (on: System = system, terms = quickTerms) => deliverDue(on, terms),
    deliveries: () => deliveriesOf(system.app, partner, { limit: 1_000 }),
    rows: async (text: string) => (await system.app.query(text)).rows,
    /** All events as if none had ever been tried, and a receiver that takes them and has received none. */
    async anew() {
      await system.app.query(
        `update events set state = 'waiting', ended_at = null, next_at = null, tried_at = null, attempts = 0`,
      )
      await setWebhook(system, { partner, by: null }, receiver.url)
      receiver.received.length = 0
      receiver.answer = answering(204)
    },
    /** Makes duties: each permission that is given and withdrawn is one, in this order. */
    async duties(count: number) {
      for (let i = 0; i < count; i++) {
        const grant = await world.grant('ben', { verbs: ['messages.read'] })
        await world.withdraw('ben', grant.id)
      }
      await tick(made)
    },
    /** Makes something to read by Ana's permission. */
    async news(text = 'Boléro') {
      await world.say('ana', text)
      await tick(made)
    },
  }
}

/** What came, in order, checked with the reference library of Standard Webhooks at the time it says. */
export function eventsIn(received: readonly Received[], secret: string): readonly PartnerEvent[] {
  return received.map(({ body, headers }) => {
    const said = new Webhook(secret).verify(body, headers as Record<string, string>)
    const event = partnerEvent.parse(said)
    if (headers['webhook-id'] !== event.id) throw new Error('the header names another event than the body')
    return event
  })
}

/** Their types. */
export const typesOf = (events: readonly PartnerEvent[]): readonly string[] => events.map(({ type }) => type)
