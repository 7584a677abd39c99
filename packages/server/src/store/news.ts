// What is new and for whom: asked at the moment of telling, and looked for now and then in case a hint was lost.
import { type Instant, idOf, type PersonId, type ThreadId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Who of those asked about is in a thread now, and the place its next message gets. */
export interface Present {
  readonly people: readonly PersonId[]
  readonly nextPlace: number
}

/** The same for some threads; those that nobody asked about is in are not there. */
export async function presentAmong(
  session: Session,
  threads: readonly ThreadId[],
  people: readonly PersonId[],
): Promise<ReadonlyMap<ThreadId, Present>> {
  const { rows } = await session.query<{ thread_id: string; next_position: number; people: string[] }>(
    `select thread_id, next_position, array_agg(person_id::text) as people
     from memberships join threads using (thread_id)
     where thread_id = any ($1::uuid[]) and person_id = any ($2::uuid[]) and left_at is null
     group by thread_id, next_position`,
    [threads.map(uuidOf), people.map(uuidOf)],
  )
  return new Map(
    rows.map((row) => [
      idOf('thread', row.thread_id),
      { people: row.people.map((person) => idOf('person', person)), nextPlace: row.next_position },
    ]),
  )
}

/** The threads written in since an instant, with the last place written to. */
export async function threadsWrittenSince(
  session: Session,
  since: Instant,
): Promise<ReadonlyMap<ThreadId, number>> {
  const { rows } = await session.query<{ thread_id: string; last: number }>(
    'select thread_id, max(position) as last from messages where sent_at >= $1 group by thread_id',
    [since],
  )
  return new Map(rows.map((row) => [idOf('thread', row.thread_id), row.last]))
}

/** The threads in which something was reacted to since an instant, with the last time it was. */
export async function threadsReactedInSince(
  session: Session,
  since: Instant,
): Promise<ReadonlyMap<ThreadId, Instant>> {
  const { rows } = await session.query<{ thread_id: string; last: Instant }>(
    'select thread_id, max(reacted_at)::bigint as last from reactions where reacted_at >= $1 group by thread_id',
    [since],
  )
  return new Map(rows.map((row) => [idOf('thread', row.thread_id), row.last]))
}

/**
 * The threads that themselves changed after a turn, with the last turn they did, null for one still to come: members, setting, title, words edited, erased or brought back. What
 * changed about a person or a permission in them is left out: nobody else hears of that.
 */
export async function threadsChangedAfter(
  session: Session,
  logId: number,
  turn: number,
): Promise<ReadonlyMap<ThreadId, number | null>> {
  const { rows } = await session.query<{ thread_id: string; last: number | null }>(
    `select thread_id, case when bool_or(turn is null) then null else max(turn) end as last from changes where log_id = $1 and (turn > $2 or turn is null)
     and thread_id is not null and person_id is null and partner_id is null and feature_id is null
     group by thread_id`,
    [logId, turn],
  )
  return new Map(rows.map((row) => [idOf('thread', row.thread_id), row.last]))
}

/** Those of some people who got a notice since an instant. */
export async function noticedSince(
  session: Session,
  people: readonly PersonId[],
  since: Instant,
): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ person_id: string }>(
    `select asked.person_id from unnest($1::uuid[]) as asked (person_id) where exists (
       select from (select made_at from notices where person_id = asked.person_id
         order by notice_id desc limit 1) as newest where made_at >= $2)`,
    [people.map(uuidOf), since],
  )
  return rows.map((row) => idOf('person', row.person_id))
}
