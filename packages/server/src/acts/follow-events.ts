// A partner follows its events: from the last one it says it has, in their order, as they come.
import { type Instant, type PartnerId, parseId } from '@countersign/protocol'
import { eventsAfter, lastPlaces, markHanded, openStream, saveStreaming } from '../store/event-streams.ts'
import type { StoredEvent } from '../store/events.ts'
import type { System } from '../system.ts'

/**
 * Begins to follow. An event a partner names it has, and so it has all before it: those are taken, and not told again.
 * @param lastEvent what it sent as Last-Event-ID, if anything
 * @returns the place after which to go on
 */
export function followEvents(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
  lastEvent: string | undefined,
): Promise<number> {
  return app.transaction((session) => openStream(session, partner, parseId('event', lastEvent), clock.now()))
}

/** The next events after a place, some at a time, from now on being handed over. */
export async function nextEvents(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
  after: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const events = await eventsAfter(app, partner, after, limit)
  await markHanded(
    app,
    partner,
    events.map(({ id }) => id),
    clock.now(),
  )
  return events
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
