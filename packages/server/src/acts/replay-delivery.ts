// A partner's own people have an event told again: one that was given up, one its receiver lost, or one that waits for its next attempt.
import type { EventId, PartnerId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { replayEvent } from '../store/deliveries.ts'
import { findWebhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'

/** `replayed`: behind all others, under its own id. `hurried`: it was waiting, keeps its place, and is tried at once. */
export type Replayed = 'replayed' | 'hurried'

/**
 * Has an event delivered again. It gets another place in the order and keeps its id; what tells of data asks the gate as ever,
 * so nothing is told by it that may not be told now.
 * @throws {Problem} NOT_FOUND without a webhook, or for an event that is not the partner's or was never tried
 */
export async function replayDelivery(
  { app }: Pick<System, 'app'>,
  { partner, event }: { readonly partner: PartnerId; readonly event: EventId },
): Promise<Replayed> {
  return app.transaction(async (session) => {
    if ((await findWebhook(session, partner)) === undefined)
      throw new Problem('NOT_FOUND', { detail: 'There is no webhook to deliver it to.' })
    const replayed = await replayEvent(session, partner, event)
    if (replayed === undefined)
      throw new Problem('NOT_FOUND', { detail: 'No such event was ever tried; it may be forgotten.' })
    return replayed
  })
}
