// A partner follows its events: from the last one it says it has, in their order, as they come.
import { type Instant, type PartnerId, parseId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { eventsAfter, lastPlaces, markHanded, openStream, saveStreaming } from '../store/event-streams.ts'
import type { StoredEvent } from '../store/events.ts'
import { findWebhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'

/**
 * Begins to follow. An event a partner names it has, and so it has all before it: those are taken, and not told again.
 * @param lastEvent what it sent as Last-Event-ID, if anything
 * @returns the place after which to go on
 * @throws {Problem} WEBHOOK for a partner whose events go there: what one of the two took, the other would never get
 */
export function followEvents(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
  lastEvent: string | undefined,
): Promise<number> {
  return app.transaction(async (session) => {
    await assertNoWebhook(session, partner)
    return openStream(session, partner, parseId('event', lastEvent), clock.now())
  })
}

/** The next events after a place, some at a time, from now on being handed over. @throws {Problem} WEBHOOK */
export async function nextEvents(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
  after: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  await assertNoWebhook(app, partner)
  const events = await eventsAfter(app, partner, after, limit)
  await markHanded(
    app,
    partner,
    events.map(({ id }) => id),
    clock.now(),
  )
  return events
}

async function assertNoWebhook(session: Session, partner: PartnerId): Promise<void> {
  if ((await findWebhook(session, partner)) !== undefined) throw new Problem('WEBHOOK')
}

/** Where the order of each of some partners ends now. */
export function endsOfOrders(
  { app }: Pick<System, 'app'>,
  partners: readonly PartnerId[],
): Promise<ReadonlyMap<PartnerId, number>> {
  return lastPlaces(app, partners)
}

/** Remembers that partners are still following, so that there go on to be events for them. */
export function keepFollowing(
  { app }: Pick<System, 'app'>,
  partners: readonly PartnerId[],
  at: Instant,
): Promise<void> {
  return saveStreaming(app, partners, at)
}
