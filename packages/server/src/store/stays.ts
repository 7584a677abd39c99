// Who is and was in a thread. A stay is written in both classes at once: by thread and by person.
import { type Instant, idOf, type PersonId, type ThreadId, uuidOf } from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A stay in a thread. */
export interface Stay {
  readonly person: PersonId
  readonly joinedAt: Instant
  readonly leftAt: Instant | null
}

/** Begins stays in a thread, in both classes. Turnstile only. */
export async function insertStays(
  session: Session,
  thread: ThreadId,
  people: readonly PersonId[],
  at: Instant,
): Promise<void> {
  const uuids = people.map(uuidOf)
  await session.query(
    `insert into memberships (thread_id, person_id, joined_at)
     select $1, person, $3 from unnest($2::uuid[]) as person`,
    [uuidOf(thread), uuids, at],
  )
  await session.query(
    `insert into person_threads (person_id, thread_id, joined_at)
     select person, $1, $3 from unnest($2::uuid[]) as person`,
    [uuidOf(thread), uuids, at],
  )
}

/** Ends a person's present stay, in both classes; false when they are not in the thread. Turnstile only. */
export async function endStay(
  session: Session,
  thread: ThreadId,
  person: PersonId,
  at: Instant,
): Promise<boolean> {
  const ids = [uuidOf(thread), uuidOf(person), at]
  const { rowCount } = await session.query(
    'update memberships set left_at = $3 where thread_id = $1 and person_id = $2 and left_at is null',
    ids,
  )
  if (rowCount === 0) return false
  assertRowCount(
    await session.query(
      'update person_threads set left_at = $3 where person_id = $2 and thread_id = $1 and left_at is null',
      ids,
    ),
    1,
  )
  return true
}

/** All stays in a thread, past ones too, in the order they began. */
export async function staysOf(session: Session, thread: ThreadId): Promise<readonly Stay[]> {
  return (await staysIn(session, [thread])).get(thread) ?? []
}

/** All stays in some threads, in the order they began. */
export async function staysIn(
  session: Session,
  threads: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, readonly Stay[]>> {
  const { rows } = await session.query<{
    thread_id: string
    person_id: string
    joined_at: Instant
    left_at: Instant | null
  }>(
    `select thread_id, person_id, joined_at, left_at from memberships where thread_id = any ($1::uuid[])
     order by joined_at, person_id`,
    [threads.map(uuidOf)],
  )
  return Map.groupBy(
    rows.map((row) => ({
      thread: idOf('thread', row.thread_id),
      person: idOf('person', row.person_id),
      joinedAt: row.joined_at,
      leftAt: row.left_at,
    })),
    (stay) => stay.thread,
  )
}

/** The people in a thread now. */
export async function presentMembers(session: Session, thread: ThreadId): Promise<readonly PersonId[]> {
  return (await staysOf(session, thread)).filter((stay) => stay.leftAt === null).map((stay) => stay.person)
}

/** Whether a person is in a thread now. */
export async function isPresent(session: Session, thread: ThreadId, person: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from memberships where thread_id = $1 and person_id = $2 and left_at is null',
    [uuidOf(thread), uuidOf(person)],
  )
  return rowCount === 1
}
