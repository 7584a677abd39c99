// Each time somebody takes everything of theirs along: until when it can be fetched, and how far that has come (TRN-05).
import {
  type ExportId,
  type Instant,
  idOf,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'

/** One time. `done` of `total` parts were handed over. */
export interface Export {
  readonly id: ExportId
  readonly person: PersonId
  readonly madeAt: Instant
  readonly expiresAt: Instant
  readonly total: number
  readonly done: number
  readonly state: 'ready' | 'running' | 'whole'
}

/** Adds one, ready to be fetched. */
export async function insertExport(
  session: Session,
  { person, id, madeAt, expiresAt, total }: Omit<Export, 'done' | 'state'>,
): Promise<void> {
  await session.query(
    'insert into exports (person_id, export_id, made_at, expires_at, total) values ($1, $2, $3, $4, $5)',
    [uuidOf(person), uuidOf(id), madeAt, expiresAt, total],
  )
}

/** One of a person that can still be fetched. */
export async function findExport(
  session: Session,
  person: PersonId,
  id: ExportId,
  now: Instant,
): Promise<Export | undefined> {
  const { rows } = await session.query<{
    made_at: Instant
    expires_at: Instant
    total: number
    done: number
    state: Export['state']
  }>(
    `select made_at, expires_at, total, done, state from exports
     where person_id = $1 and export_id = $2 and expires_at > $3`,
    [uuidOf(person), uuidOf(id), now],
  )
  return rows.map(({ made_at, expires_at, ...rest }) => ({
    ...rest,
    id,
    person,
    madeAt: made_at,
    expiresAt: expires_at,
  }))[0]
}

/** How many a person has asked for since an instant. */
export async function countExports(session: Session, person: PersonId, since: Instant): Promise<number> {
  const { count } = onlyRow(
    await session.query<{ count: number }>(
      'select count(*) from exports where person_id = $1 and made_at > $2',
      [uuidOf(person), since],
    ),
  )
  return count
}

/** Says how far one has come. */
export async function saveProgress(
  session: Session,
  { person, id, done, state }: Pick<Export, 'person' | 'id' | 'done' | 'state'>,
): Promise<void> {
  await session.query('update exports set done = $3, state = $4 where person_id = $1 and export_id = $2', [
    uuidOf(person),
    uuidOf(id),
    done,
    state,
  ])
}

/** Forgets those that ended before an instant. */
export async function deleteExports(session: Session, endedBefore: Instant): Promise<void> {
  await session.query('delete from exports where expires_at <= $1', [endedBefore])
}

/** A stay of a person in a thread, past or present. */
export interface OwnStay {
  readonly thread: ThreadId
  readonly joinedAt: Instant
  readonly leftAt: Instant | null
}

/** Every stay of a person, by thread. */
export async function ownStays(session: Session, person: PersonId): Promise<readonly OwnStay[]> {
  const { rows } = await session.query<{ thread_id: string; joined_at: Instant; left_at: Instant | null }>(
    'select thread_id, joined_at, left_at from person_threads where person_id = $1 order by thread_id, joined_at',
    [uuidOf(person)],
  )
  return rows.map((row) => ({
    thread: idOf('thread', row.thread_id),
    joinedAt: row.joined_at,
    leftAt: row.left_at,
  }))
}
