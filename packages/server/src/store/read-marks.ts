// How far each member has read, and whether others may see that. Members' business alone: the gate cannot see a row of it.
import {
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'
import { readable } from './messages.ts'

/** How far one member has read, as a message the reader of the mark can see. */
export interface ReadMark {
  readonly person: PersonId
  readonly message: MessageId
}

/** What a person has not read in a thread. */
export interface Unread {
  /** Messages of others behind the mark; 100 stands for that many or more. */
  readonly count: number
  /** The person's own mark; null before the first. */
  readonly readTo: MessageId | null
}

/** Unread messages are counted up to here, whatever there is. */
const MOST_COUNTED = 100
/** So many places behind a mark are looked at to count them. */
const PLACES_COUNTED = 1_000

/** Moves a person's mark on to a place; false when it was there or further already. */
export async function saveMark(
  session: Session,
  mark: {
    readonly thread: ThreadId
    readonly person: PersonId
    readonly position: number
    readonly at: Instant
  },
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into read_marks (thread_id, person_id, position, read_at) values ($1, $2, $3, $4)
     on conflict (thread_id, person_id) do update set position = excluded.position, read_at = excluded.read_at
     where read_marks.position < excluded.position`,
    [uuidOf(mark.thread), uuidOf(mark.person), mark.position, mark.at],
  )
  return rowCount === 1
}

/** The marks of a thread's present members that stand on something `reader` can see. */
export async function marksIn(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
): Promise<readonly ReadMark[]> {
  const { rows } = await session.query<{ person_id: string; message_id: string }>(
    `select k.person_id, m.message_id from read_marks k
     join memberships p on p.thread_id = k.thread_id and p.person_id = k.person_id and p.left_at is null
     join messages m on m.thread_id = k.thread_id and m.position = k.position
     where k.thread_id = $1 and ${readable} order by k.person_id`,
    [uuidOf(thread), uuidOf(reader)],
  )
  return rows.map((row) => ({
    person: idOf('person', row.person_id),
    message: idOf('message', row.message_id),
  }))
}

/** What a person has not read, thread by thread. The work is bounded, whatever was written. */
export async function unreadIn(
  session: Session,
  threads: readonly ThreadId[],
  reader: PersonId,
): Promise<ReadonlyMap<ThreadId, Unread>> {
  const { rows } = await session.query<{ thread_id: string; read_to: string | null; count: number }>(
    `select wanted.thread_id, mine.message_id as read_to, counted.count
     from unnest($1::uuid[]) as wanted (thread_id)
     left join read_marks k on k.thread_id = wanted.thread_id and k.person_id = $2
     left join messages mine on mine.thread_id = k.thread_id and mine.position = k.position
     cross join lateral (
       select least(count(*), ${MOST_COUNTED}) as count from (
         select thread_id, author_id, sent_at, deleted_at from messages
         where thread_id = wanted.thread_id and position > coalesce(k.position, 0)
         order by position limit ${PLACES_COUNTED}) as m
       where m.author_id <> $2 and m.deleted_at is null and ${readable}) as counted`,
    [threads.map(uuidOf), uuidOf(reader)],
  )
  return new Map(
    rows.map((row) => [
      idOf('thread', row.thread_id),
      { count: row.count, readTo: row.read_to === null ? null : idOf('message', row.read_to) },
    ]),
  )
}

/** Those of some people who do not let others see how far they have read. */
export async function hidingReaders(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from reading_settings where person_id = any ($1::uuid[]) and not shown',
    [people.map(uuidOf)],
  )
  return new Set(rows.map((row) => idOf('person', row.person_id)))
}

/** Sets whether others see how far a person has read. */
export async function saveReadingShown(session: Session, person: PersonId, shown: boolean): Promise<void> {
  await session.query(
    `insert into reading_settings (person_id, shown) values ($1, $2)
     on conflict (person_id) do update set shown = excluded.shown`,
    [uuidOf(person), shown],
  )
}
