// Delivers one event to its partner's webhook: once more or for the first time, in its order, and keeps what became of it.
import { DAY_MS, type Instant } from '@countersign/protocol'
import type { OutboundFailure } from '../outbound/failures.ts'
import { loggable } from '../ports/loggable.ts'
import type { Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { type DueEvent, putOff, saveDelivered, saveFailed } from '../store/deliveries.ts'
import { markHanded } from '../store/event-streams.ts'
import { dropEvents } from '../store/events.ts'
import { registeredWebhook, type Webhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { eventText, handOver, mayStillBeTold } from './hand-over.ts'
import { signedHeaders } from './webhook-secret.ts'

/** How deliveries are made. */
export interface DeliveryTerms {
  /** From the question for the address to the status of the answer. */
  readonly answerMs: number
  /** How long one server may have a partner's order before another takes it for lost. */
  readonly leaseMs: number
}

/** A lease outlives one attempt by far. */
export const deliveryTerms: DeliveryTerms = { answerMs: 10_000, leaseMs: 30_000 }

/** What an event is delivered with. */
export interface Delivering {
  readonly webhook: Webhook
  readonly due: DueEvent
  readonly answerMs: number
  /** Whether the order is still ours to tell; asked last of all before the first byte. */
  readonly isOurs: () => boolean
  /** The server ends: what is under way is given up and done again. */
  readonly stopping: AbortSignal
}

/** So long an event is tried before it is a dead letter. */
export const GIVEN_UP_AFTER_MS = 3 * DAY_MS
const PAUSES_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000] as const
/** While nothing may be told, because the ledger cannot be written, it is asked again after this. */
const OURS_MS = 1_000
/** So long the last question may take: with the gate's own second far less than after which it takes an answer for gone. */
const LAST_ASKED_MS = 1_000

/**
 * How long to wait after the n-th attempt failed: longer each time, up to six hours, and a fifth more or less, so that what
 * failed together does not come back together.
 */
export function pauseAfter(attempts: number, random: Random): number {
  const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? PAUSES_MS[0]
  const [byte = 0] = random.bytes(1)
  return Math.round(pause * (0.8 + (0.4 * byte) / 255))
}

/** `next`: it is done with, taken or dropped or dead, and the one behind it may go. `wait`: nothing may go before it. */
export type Delivered = 'next' | 'wait'

type Work = Pick<System, 'app' | 'gate' | 'clock' | 'settings' | 'keys' | 'outbound' | 'log' | 'random'>

/**
 * Makes one attempt. What may not be told any more is dropped and nothing connects for it; what may is asked about once more
 * when the connection stands, so that its bytes leave within the gate's second. Safe to do twice: the id is the event's.
 */
export async function deliverEvent(system: Work, delivering: Delivering): Promise<Delivered> {
  const { webhook, due } = delivering
  const { event } = due
  const at = await decisionTime(system, system.app)
  // Before it is looked whether it may: what is written from here on is another event.
  await markHanded(system.app, event.partner, [event.id], at)
  if (!(await mayStillBeTold(system, event))) {
    await dropEvents(system.app, event.partner, [event.id])
    return 'next'
  }
  const body = eventText(event)
  const leaving: { state: Leaving } = { state: 'held' }
  const sent = await system.outbound.post({
    url: webhook.url,
    type: 'application/json',
    headers: signedHeaders(system, webhook, { id: event.id, at, body }),
    body,
    timeoutMs: delivering.answerMs,
    signal: delivering.stopping,
    leave: async (start) => {
      leaving.state = await letLeave(system, delivering, start)
    },
  })
  if (leaving.state === 'dropped') return 'next'
  if (!sent.ok && (leaving.state === 'ours' || delivering.stopping.aborted)) {
    await putOff(system.app, event, delivering.stopping.aborted ? at : at + OURS_MS)
    return 'wait'
  }
  return keep(system, due, at, sent.ok ? { answered: sent.value } : { failure: sent.error })
}

/** How it left: `ours` when it was kept from leaving by us, or by a change of the webhook; `dropped` when it may not be told. */
type Leaving = 'held' | 'left' | 'ours' | 'dropped'

async function letLeave(
  system: Work,
  { webhook, due: { event }, isOurs }: Delivering,
  start: () => Promise<boolean>,
): Promise<Leaving> {
  let state: Leaving = 'ours'
  try {
    const handing = await handOver(system, event)
    if (handing === undefined) return 'dropped'
    await handing.release(async () => {
      // Asked while the removal of a webhook waits for what is on its way: once that is acknowledged nothing goes there.
      const asked = system.clock.monotonic()
      const now = await registeredWebhook(system.app, event.partner)
      // Nobody waits for what is taken for gone: a withdrawal may be acknowledged by now (SUN-03).
      if (system.clock.monotonic() - asked > LAST_ASKED_MS) return false
      if (now === undefined || now.setAt !== webhook.setAt || !isOurs()) return false
      const left = await start()
      // A connection that broke meanwhile is the other side's doing.
      state = left ? 'left' : 'held'
      return left
    })
  } catch (error) {
    // Nothing may be told now: the ledger cannot be written, or permissions keep changing. The partner did nothing wrong.
    if (!(error instanceof Problem))
      system.log.warn(loggable(error), 'webhooks: an event could not be let go')
    return 'ours'
  }
  return state
}

async function keep(
  { app, random, log }: Work,
  { event, attempts, failingSince }: DueEvent,
  at: Instant,
  outcome: { readonly answered: number } | { readonly failure: OutboundFailure },
): Promise<Delivered> {
  const answered = 'answered' in outcome ? outcome.answered : null
  if (answered !== null && answered >= 200 && answered <= 299) {
    await saveDelivered(app, event, { at, answered, failure: null })
    return 'next'
  }
  const attempt = { at, answered, failure: 'failure' in outcome ? outcome.failure : null }
  const givenUpAt = (failingSince ?? at) + GIVEN_UP_AFTER_MS
  if (at >= givenUpAt) {
    await saveFailed(app, event, attempt, 'dead')
    log.warn({ partner: event.partner, event: event.id }, 'webhooks: an event is a dead letter')
    return 'next'
  }
  const nextAt = Math.min(at + pauseAfter(attempts + 1, random), givenUpAt)
  await saveFailed(app, event, attempt, { nextAt })
  return 'wait'
}
