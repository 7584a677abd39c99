// Delivers events to webhooks: each partner's in its one order, by one server at a time, all partners beside each other.
import type { Instant } from '@countersign/protocol'
import { decisionTime } from '../acts/decision-time.ts'
import { deliverEvent, deliveryTerms } from '../acts/deliver-event.ts'
import { loggable } from '../ports/loggable.ts'
import { dueEvent } from '../store/deliveries.ts'
import {
  type DeliveryLease,
  endLease,
  leaseDeliveries,
  registeredWebhook,
  renewLease,
} from '../store/webhooks.ts'
import type { RunningJobs } from './runner.ts'

const LOOK_EVERY_MS = 500
/** So many partners are delivered to by one server at once; a receiver that hangs holds up nobody but itself. */
const PARTNERS_AT_ONCE = 64

type Work = Parameters<typeof deliverEvent>[0]
type Terms = typeof deliveryTerms

/** A lease, and since when on this server's own clock: from before it was asked for, so that it is never taken for younger. */
type Taken = DeliveryLease & { readonly begun: number }

/** Delivers whatever is due to whomever nobody delivers to, until nothing is due. For tests; servers do it all the time. */
export async function deliverDue(system: Work, terms: Terms = deliveryTerms): Promise<void> {
  const { signal } = new AbortController()
  for (;;) {
    const leases = await take(system, terms, PARTNERS_AT_ONCE)
    if (leases.length === 0) return
    await Promise.all(leases.map((lease) => deliverInOrder(system, terms, lease, signal)))
  }
}

/** Delivers in the background until stopped. What is under way then is given up, and done again by whoever comes next. */
export function startDeliveries(system: Work, terms: Terms = deliveryTerms): RunningJobs {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    try {
      for (const lease of await take(system, terms, PARTNERS_AT_ONCE - running.size)) {
        const order = deliverInOrder(system, terms, lease, stopping.signal).finally(() =>
          running.delete(order),
        )
        running.add(order)
      }
    } catch (error) {
      system.log.warn(loggable(error), 'webhooks: the database could not be asked; it is tried again')
    }
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      looking = look()
    }, LOOK_EVERY_MS).unref()
  }
  let looking = look()
  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await looking
      await Promise.all(running)
    },
  }
}

async function take(system: Work, { leaseMs }: Terms, limit: number): Promise<readonly Taken[]> {
  if (limit <= 0) return []
  const begun = system.clock.monotonic()
  // The database's time, which all servers share.
  const now = await decisionTime(system, system.app)
  const leases = await leaseDeliveries(system.app, { now, until: now + leaseMs, limit })
  return leases.map((lease) => ({ ...lease, begun }))
}

/** One partner's events, one after the other, until none is due, one must wait, or the lease is lost. */
async function deliverInOrder(
  system: Work,
  terms: Terms,
  taken: Taken,
  stopping: AbortSignal,
): Promise<void> {
  const { app, clock } = system
  let lease: DeliveryLease | undefined = taken
  try {
    let { begun } = taken
    for (let goes = true; goes && !stopping.aborted; ) {
      const asked = clock.monotonic()
      const now: Instant = await decisionTime(system, app)
      if (clock.monotonic() - begun > terms.leaseMs - 2 * terms.answerMs) {
        begun = asked
        lease = await renewLease(app, lease, now + terms.leaseMs)
        if (lease === undefined) return
      }
      const webhook = await registeredWebhook(app, lease.partner)
      const due = webhook && (await dueEvent(app, lease.partner, now))
      if (webhook === undefined || due === undefined) break
      const isOurs = (): boolean => clock.monotonic() - begun < terms.leaseMs
      const delivered = await deliverEvent(system, {
        webhook,
        due,
        isOurs,
        stopping,
        answerMs: terms.answerMs,
      })
      goes = delivered === 'next'
    }
    await endLease(app, lease)
  } catch (error) {
    // The lease is left to run out: whatever went wrong, it is not tried again at once.
    system.log.error(loggable(error), 'webhooks: a delivery broke off; it is done again')
  }
}
