// Events as they are delivered to a webhook: the first of a partner's order that waits, how often it was tried, what became of it.
import {
  type EventId,
  type EventType,
  type Instant,
  idOf,
  type PartnerId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'
import { type EventRow, eventColumns, eventFromRow, type StoredEvent, takeNumbers } from './events.ts'

/** The next event of a partner, and how it went so far. */
export interface DueEvent {
  readonly event: StoredEvent
  readonly attempts: number
  /** When the first of the attempts failed that it has behind it. */
  readonly failingSince: Instant | null
}

/** The first event in a partner's order that waits, when its time has come: what comes behind it waits as long. */
export async function dueEvent(
  session: Session,
  partner: PartnerId,
  now: Instant,
): Promise<DueEvent | undefined> {
  const { rows } = await session.query<
    EventRow & { attempts: number; failing_since: Instant | null; next_at: Instant | null }
  >(
    `select ${eventColumns}, e.attempts, e.failing_since, e.next_at from events e
     where e.partner_id = $1 and e.state = 'waiting' order by e.n limit 1`,
    [uuidOf(partner)],
  )
  const [row] = rows
  if (row === undefined || (row.next_at ?? 0) > now) return undefined
  return { event: eventFromRow(row), attempts: row.attempts, failingSince: row.failing_since }
}

/** One attempt, as it is kept. */
export interface Attempt {
  readonly at: Instant
  /** The status that was answered, if any. */
  readonly answered: number | null
  /** Why no answer came that could be used: a code, and nothing of what was found at an address. */
  readonly failure: string | null
}

/** The event was taken: its receiver answered that it has it. */
export async function saveDelivered(
  session: Session,
  { partner, id }: Pick<StoredEvent, 'partner' | 'id'>,
  { at, answered }: Attempt,
): Promise<void> {
  await session.query(
    `update events set state = 'taken', ended_at = $3, attempts = attempts + 1, tried_at = $3, next_at = null,
       answered = $4, failure = null, failing_since = null
     where partner_id = $1 and event_id = $2 and state = 'waiting'`,
    [uuidOf(partner), uuidOf(id), at, answered],
  )
}

/** The attempt failed: the event is tried again then, or is a dead letter. */
export async function saveFailed(
  session: Session,
  { partner, id }: Pick<StoredEvent, 'partner' | 'id'>,
  { at, answered, failure }: Attempt,
  then: { readonly nextAt: Instant } | 'dead',
): Promise<void> {
  await session.query(
    `update events set attempts = attempts + 1, tried_at = $3::instant, failing_since = coalesce(failing_since, $3::instant),
       answered = $4, failure = $5, next_at = $6, state = $7, ended_at = $8
     where partner_id = $1 and event_id = $2 and state = 'waiting'`,
    [
      uuidOf(partner),
      uuidOf(id),
      at,
      answered,
      failure,
      then === 'dead' ? null : then.nextAt,
      then === 'dead' ? 'dead' : 'waiting',
      then === 'dead' ? at : null,
    ],
  )
}

/** The attempt could not be made, by nobody's fault but ours: it is made then, and does not count. */
export async function putOff(
  session: Session,
  { partner, id }: Pick<StoredEvent, 'partner' | 'id'>,
  nextAt: Instant,
): Promise<void> {
  await session.query(
    `update events set next_at = $3 where partner_id = $1 and event_id = $2 and state = 'waiting'`,
    [uuidOf(partner), uuidOf(id), nextAt],
  )
}

/** A delivery as the partner's own people may see it: nothing of whom or where, and no place in the order, which would count what was dropped. */
export interface Delivery {
  readonly event: EventId
  readonly type: EventType
  readonly madeAt: Instant
  readonly state: 'waiting' | 'taken' | 'dead'
  readonly attempts: number
  readonly triedAt: Instant
  /** What the last attempt was answered with; null when no answer came. */
  readonly answered: number | null
  /** Why the last attempt failed; null when it did not. */
  readonly failure: string | null
  /** When it is tried again; null when it is at once, or not at all. */
  readonly nextAt: Instant | null
  /** When it was taken, or became a dead letter. */
  readonly endedAt: Instant | null
}

/**
 * A partner's deliveries, the newest first, of one state where one is named. Only what was tried is there: an event that still
 * waits to be told is not told by a list (COP-01).
 */
export async function deliveriesOf(
  session: Session,
  partner: PartnerId,
  { limit, state = null }: { readonly limit: number; readonly state?: Delivery['state'] | null },
): Promise<readonly Delivery[]> {
  const { rows } = await session.query<{
    event_id: string
    type: EventType
    made_at: Instant
    state: Delivery['state']
    attempts: number
    tried_at: Instant
    answered: number | null
    failure: string | null
    next_at: Instant | null
    ended_at: Instant | null
  }>(
    `select event_id, type, made_at, state, attempts, tried_at, answered, failure, next_at, ended_at from events
     where partner_id = $1 and tried_at is not null and ($3::text is null or state = $3) order by n desc limit $2`,
    [uuidOf(partner), limit, state],
  )
  return rows.map((row) => ({
    event: idOf('event', row.event_id),
    type: row.type,
    madeAt: row.made_at,
    state: row.state,
    attempts: row.attempts,
    triedAt: row.tried_at,
    answered: row.answered,
    failure: row.failure,
    nextAt: row.next_at,
    endedAt: row.ended_at,
  }))
}

/**
 * Puts an event that is over behind all others, to be told again under its own id; one that waits for its next attempt keeps
 * its place and is tried at once. In the caller's transaction, which holds the partner's order until it ends.
 * @returns undefined for one that is not there, or was never tried
 */
export async function replayEvent(
  session: Session,
  partner: PartnerId,
  event: EventId,
): Promise<'replayed' | 'hurried' | undefined> {
  const n = await takeNumbers(session, partner, 1)
  const ids = [uuidOf(partner), uuidOf(event)]
  const hurried = await session.query(
    `update events set next_at = null where partner_id = $1 and event_id = $2 and state = 'waiting' and tried_at is not null`,
    ids,
  )
  if (hurried.rowCount === 1) return 'hurried'
  const replayed = await session.query(
    `update events set n = $3, state = 'waiting', ended_at = null, attempts = 0, failing_since = null, next_at = null
     where partner_id = $1 and event_id = $2 and state <> 'waiting' and tried_at is not null`,
    [...ids, n],
  )
  return replayed.rowCount === 1 ? 'replayed' : undefined
}
