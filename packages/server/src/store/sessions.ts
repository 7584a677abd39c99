// Sessions: who is signed in with which browser. Only a hash of the secret is stored.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session as DatabaseSession } from './database.ts'

/** Adds a session. `hash` is the SHA-256 of its secret in hexadecimal. */
export async function insertSession(
  session: DatabaseSession,
  row: {
    readonly hash: string
    readonly person: PersonId
    readonly madeAt: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  await session.query(
    'insert into sessions (session_hash, person_id, made_at, expires_at) values ($1, $2, $3, $4)',
    [row.hash, uuidOf(row.person), row.madeAt, row.expiresAt],
  )
}

/** Whose session this is, unless it has run out or their account is not open. */
export async function findSessionPerson(
  session: DatabaseSession,
  hash: string,
  now: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from sessions where session_hash = $1 and expires_at > $2',
    [hash, now],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const open = await session.query("select 1 from persons where person_id = $1 and account = 'open'", [
    row.person_id,
  ])
  return open.rowCount === 1 ? idOf('person', row.person_id) : undefined
}

/** Ends a session; ending one that is not there changes nothing. */
export async function deleteSession(session: DatabaseSession, hash: string): Promise<void> {
  await session.query('delete from sessions where session_hash = $1', [hash])
}

/** Clears away a person's sessions that have run out. */
export async function deleteExpiredSessions(
  session: DatabaseSession,
  person: PersonId,
  now: Instant,
): Promise<void> {
  await session.query('delete from sessions where person_id = $1 and expires_at <= $2', [uuidOf(person), now])
}

/** Clears away everybody's sessions that have run out: of those who never come back, nobody else would. */
export async function deleteAllExpiredSessions(session: DatabaseSession, now: Instant): Promise<void> {
  await session.query('delete from sessions where expires_at <= $1', [now])
}
