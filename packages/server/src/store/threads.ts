// Threads: what they are called, how they share, whose they are, the order of their messages.
import {
  type Instant,
  idOf,
  type PersonId,
  type ThreadId,
  type ThreadSetting,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A thread as the people's side sees it. */
export interface Thread {
  readonly id: ThreadId
  readonly kind: 'direct' | 'group'
  readonly title: string | null
  /** Whose words the title is; null without a title. */
  readonly titleBy: PersonId | null
  /** As stored; the deployment's floor may make it stricter. */
  readonly setting: ThreadSetting
  readonly createdAt: Instant
}

interface ThreadRow {
  readonly thread_id: string
  readonly kind: Thread['kind']
  readonly title: string | null
  readonly title_by: string | null
  readonly setting: ThreadSetting
  readonly created_at: Instant
}

function threadFromRow(row: ThreadRow): Thread {
  return {
    id: idOf('thread', row.thread_id),
    kind: row.kind,
    title: row.title,
    titleBy: row.title_by === null ? null : idOf('person', row.title_by),
    setting: row.setting,
    createdAt: row.created_at,
  }
}

/** The threads among these that exist. */
export async function findThreads(
  session: Session,
  threads: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, Thread>> {
  const { rows } = await session.query<ThreadRow>(
    'select thread_id, kind, title, title_by, setting, created_at from threads where thread_id = any ($1::uuid[])',
    [threads.map(uuidOf)],
  )
  return new Map(rows.map(threadFromRow).map((thread) => [thread.id, thread]))
}

/** One thread. */
export async function findThread(session: Session, thread: ThreadId): Promise<Thread | undefined> {
  return (await findThreads(session, [thread])).get(thread)
}

/** Adds a thread without members. Turnstile only. */
export async function insertThread(session: Session, thread: Thread): Promise<void> {
  await session.query(
    'insert into threads (thread_id, kind, title, title_by, setting, created_at) values ($1, $2, $3, $4, $5, $6)',
    [
      uuidOf(thread.id),
      thread.kind,
      thread.title,
      thread.titleBy === null ? null : uuidOf(thread.titleBy),
      thread.setting,
      thread.createdAt,
    ],
  )
}

/** The threads a person is in now, by id from the newest, below `before`. */
export async function threadsOfPerson(
  session: Session,
  person: PersonId,
  page: { readonly limit: number; readonly before: ThreadId | null },
): Promise<readonly ThreadId[]> {
  const { rows } = await session.query<{ thread_id: string }>(
    `select thread_id from person_threads where person_id = $1 and left_at is null
     and ($2::uuid is null or thread_id < $2) order by thread_id desc limit $3`,
    [uuidOf(person), page.before === null ? null : uuidOf(page.before), page.limit],
  )
  return rows.map((row) => idOf('thread', row.thread_id))
}

/** The direct thread two people are both in now, if there is one. */
export async function findDirectThread(
  session: Session,
  a: PersonId,
  b: PersonId,
): Promise<ThreadId | undefined> {
  const shared = await session.query<{ thread_id: string }>(
    `select thread_id from person_threads where person_id = $1 and left_at is null
     intersect select thread_id from person_threads where person_id = $2 and left_at is null`,
    [uuidOf(a), uuidOf(b)],
  )
  const threads = await findThreads(
    session,
    shared.rows.map((row) => idOf('thread', row.thread_id)),
  )
  return [...threads.values()].find((thread) => thread.kind === 'direct')?.id
}

/** Sets how a thread shares. Turnstile only. */
export async function saveSetting(session: Session, thread: ThreadId, setting: ThreadSetting): Promise<void> {
  assertRowCount(
    await session.query('update threads set setting = $2 where thread_id = $1', [uuidOf(thread), setting]),
    1,
  )
}

/** Gives a thread a title in somebody's words, or takes it away. Turnstile only. */
export async function saveTitle(
  session: Session,
  thread: ThreadId,
  title: string | null,
  by: PersonId,
): Promise<void> {
  const result = await session.query('update threads set title = $2, title_by = $3 where thread_id = $1', [
    uuidOf(thread),
    title,
    title === null ? null : uuidOf(by),
  ])
  assertRowCount(result, 1)
}

/**
 * Takes the next place in a thread, from 1; undefined when there is no such thread. Holds the thread until the
 * transaction ends, so that a time read after this call grows with the places.
 */
export async function takePosition(session: Session, thread: ThreadId): Promise<number | undefined> {
  const { rows } = await session.query<{ position: number }>(
    `update threads set next_position = next_position + 1 where thread_id = $1
     returning next_position - 1 as position`,
    [uuidOf(thread)],
  )
  return rows[0]?.position
}

/**
 * Holds a thread until the transaction ends: who took a place in it or held it before is done, who comes after waits. So whoever
 * is found in it while it is held has not left.
 */
export async function holdThread(session: Session, thread: ThreadId): Promise<void> {
  await session.query('select from threads where thread_id = $1 for no key update', [uuidOf(thread)])
}
