// Events: what a partner is told, in the one order of its own, until it took them.
import {
  type EventId,
  type EventType,
  eventKinds,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'

/** An event to be told. */
export interface NewEvent {
  readonly id: EventId
  readonly type: EventType
  readonly feature: FeatureId
  /** Whose permission it came by; null for what concerns a feature as a whole. */
  readonly person: PersonId | null
  readonly thread: ThreadId | null
  /** Of a data event: the place in the thread's order from which on it is news. */
  readonly since: number | null
  /** What is said, in the partner's own ids. */
  readonly data: object
}

/** An event as it stands. */
export interface StoredEvent extends NewEvent {
  readonly partner: PartnerId
  /** Its place in the partner's order. */
  readonly n: number
  readonly madeAt: Instant
}

/** A row of `events`, as far as an event is told by it. */
export interface EventRow {
  readonly partner_id: string
  readonly event_id: string
  readonly n: number
  readonly type: EventType
  readonly made_at: Instant
  readonly person_id: string | null
  readonly feature_id: string
  readonly thread_id: string | null
  readonly since_position: number | null
  readonly data: object
}

/** The columns of a row, to be selected. */
export const eventColumns = ['partner_id', 'event_id', 'n', 'type', 'made_at', 'person_id', 'feature_id']
  .concat('thread_id', 'since_position', 'data')
  .map((column) => `e.${column}`)
  .join(', ')

/** The event a row stands for. */
export function eventFromRow(row: EventRow): StoredEvent {
  return {
    partner: idOf('partner', row.partner_id),
    id: idOf('event', row.event_id),
    n: row.n,
    type: row.type,
    madeAt: row.made_at,
    feature: idOf('feature', row.feature_id),
    person: row.person_id === null ? null : idOf('person', row.person_id),
    thread: row.thread_id === null ? null : idOf('thread', row.thread_id),
    since: row.since_position,
    data: row.data,
  }
}

/**
 * Adds events behind all there are, in the caller's transaction, which holds the partner's order until it ends: whoever sees
 * a number sees every one before it. A data event like one that nobody was handed yet is not added.
 */
export async function insertEvents(
  session: Session,
  partner: PartnerId,
  events: readonly NewEvent[],
  at: Instant,
): Promise<void> {
  if (events.length === 0) return
  const last = await takeNumbers(session, partner, events.length)
  await session.query(
    `insert into events (partner_id, event_id, n, kind, type, made_at, person_id, feature_id, thread_id, since_position, data)
     select $1, event_id, $2::bigint + place, kind, type, $3, person_id, feature_id, thread_id, since_position, data
     from unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::bigint[], $11::jsonb[])
       with ordinality as given (event_id, kind, type, person_id, feature_id, thread_id, since_position, data, place)
     on conflict (partner_id, person_id, feature_id, thread_id)
       where kind = 'data' and handed_at is null and state = 'waiting' do nothing`,
    [
      uuidOf(partner),
      last - events.length,
      at,
      events.map(({ id }) => uuidOf(id)),
      events.map(({ type }) => eventKinds[type]),
      events.map(({ type }) => type),
      events.map(({ person }) => person && uuidOf(person)),
      events.map(({ feature }) => uuidOf(feature)),
      events.map(({ thread }) => thread && uuidOf(thread)),
      events.map(({ since }) => since),
      events.map(({ data }) => JSON.stringify(data)),
    ],
  )
}

/** Takes the next `count` numbers of a partner's order, which is held until the transaction ends; the last of them. */
export async function takeNumbers(session: Session, partner: PartnerId, count: number): Promise<number> {
  const result = await session.query<{ last_n: number }>(
    `insert into event_heads (partner_id, last_n) values ($1, $2)
     on conflict (partner_id) do update set last_n = event_heads.last_n + excluded.last_n returning last_n`,
    [uuidOf(partner), count],
  )
  return onlyRow(result).last_n
}

/** Forgets data events that may not be told any more, or that there is nothing to tell of: nothing of them stays. */
export async function dropEvents(
  session: Session,
  partner: PartnerId,
  events: readonly EventId[],
): Promise<void> {
  if (events.length === 0) return
  await session.query(
    `delete from events where partner_id = $1 and event_id = any ($2::uuid[]) and kind = 'data'`,
    [uuidOf(partner), events.map(uuidOf)],
  )
}

/**
 * Clears away events taken before `before`, and data events made before it: what they tell of is old. What partners must be
 * told and have not taken stays.
 */
export async function sweepEvents(session: Session, before: Instant): Promise<void> {
  await session.query(`delete from events where state = 'taken' and ended_at < $1`, [before])
  await session.query(`delete from events where kind = 'data' and made_at < $1`, [before])
}
