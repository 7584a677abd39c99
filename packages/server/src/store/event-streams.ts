// Events read as a stream: by place in the partner's order, from the last one the partner says it has.
import { type EventId, type Instant, idOf, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import { type EventRow, eventColumns, eventFromRow, type StoredEvent } from './events.ts'

/** The events after a place that the partner has not taken, in their order. */
export async function eventsAfter(
  session: Session,
  partner: PartnerId,
  n: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const { rows } = await session.query<EventRow>(
    `select ${eventColumns} from events e where partner_id = $1 and n > $2 and state <> 'taken' order by n limit $3`,
    [uuidOf(partner), n, limit],
  )
  return rows.map(eventFromRow)
}

/** Marks events as being handed over, before it is looked whether they may: what is written from here on is another event. */
export async function markHanded(
  session: Session,
  partner: PartnerId,
  events: readonly EventId[],
  at: Instant,
): Promise<void> {
  if (events.length === 0) return
  await session.query(
    `update events set handed_at = $3 where partner_id = $1 and event_id = any ($2::uuid[]) and handed_at is null`,
    [uuidOf(partner), events.map(uuidOf), at],
  )
}

/**
 * Takes the partner's word that it has an event, and so every one before it, and remembers that it listens. Of an event that
 * is not there (any more) nothing follows. To be called in a transaction.
 * @returns the place up to which the partner has everything
 */
export async function openStream(
  session: Session,
  partner: PartnerId,
  lastEvent: EventId | undefined,
  at: Instant,
): Promise<number> {
  const ids = [uuidOf(partner)]
  const { rows: named } = await session.query<{ n: number }>(
    'select n from events where partner_id = $1 and event_id = $2',
    [...ids, lastEvent === undefined ? null : uuidOf(lastEvent)],
  )
  const acked = named[0]?.n ?? 0
  const { rows } = await session.query<{ acked_n: number }>(
    `insert into event_heads (partner_id, acked_n, streamed_at) values ($1, $2, $3)
     on conflict (partner_id) do update set acked_n = greatest(event_heads.acked_n, excluded.acked_n),
       streamed_at = excluded.streamed_at
     returning acked_n`,
    [...ids, acked, at],
  )
  if (acked > 0)
    await session.query(
      `update events set state = 'taken', ended_at = $3
       where partner_id = $1 and n <= $2 and state <> 'taken'`,
      [...ids, acked, at],
    )
  // A stream that is resumed goes on where it says; one that is begun anew, behind all that was ever said to be had.
  return named[0]?.n ?? rows[0]?.acked_n ?? 0
}

/** Remembers that partners have a stream open. */
export async function saveStreaming(
  session: Session,
  partners: readonly PartnerId[],
  at: Instant,
): Promise<void> {
  await session.query('update event_heads set streamed_at = $2 where partner_id = any ($1::uuid[])', [
    partners.map(uuidOf),
    at,
  ])
}

/** The last place in the order of each of some partners. */
export async function lastPlaces(
  session: Session,
  partners: readonly PartnerId[],
): Promise<ReadonlyMap<PartnerId, number>> {
  const { rows } = await session.query<{ partner_id: string; last_n: number }>(
    'select partner_id, last_n from event_heads where partner_id = any ($1::uuid[])',
    [partners.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('partner', row.partner_id), row.last_n]))
}
