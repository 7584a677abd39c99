// Sessions: who is signed in with which browser. Only a hash of the secret is stored.
import { type Instant, idOf, type PersonId, type SessionId, uuidOf } from '@countersign/protocol'
import type { Session as DatabaseSession } from './database.ts'

/** Adds a session. `hash` is the SHA-256 of its secret in hexadecimal. */
export async function insertSession(
  session: DatabaseSession,
  row: {
    readonly hash: string
    readonly id: SessionId
    readonly person: PersonId
    /** As "Firefox on Linux"; null where nothing said. */
    readonly browser: string | null
    readonly madeAt: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  await session.query(
    `insert into sessions (session_hash, session_id, person_id, browser, made_at, seen_at, proved_at, expires_at)
     values ($1, $2, $3, $4, $5, $5, $5, $6)`,
    [row.hash, uuidOf(row.id), uuidOf(row.person), row.browser, row.madeAt, row.expiresAt],
  )
}

/** A session that has not run out. */
export interface StandingSession {
  readonly id: SessionId
  /** Who signed in. */
  readonly person: PersonId
  /** The test person they act as now; null for themselves. */
  readonly actingAs: PersonId | null
  /** When it was last noted that the browser came; null for a session of the version before. */
  readonly seenAt: Instant | null
  /** When they last showed that it is they. */
  readonly provedAt: Instant | null
}

/** The session with this hash, unless it has run out or its person's account is not open. */
export async function findSession(
  session: DatabaseSession,
  hash: string,
  now: Instant,
): Promise<StandingSession | undefined> {
  return (await standingSessions(session, [hash], now)).get(hash)
}

/** Those of some sessions that have not run out and whose person's account is open, by their hash. */
export async function standingSessions(
  session: DatabaseSession,
  hashes: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, StandingSession>> {
  const { rows } = await session.query<{
    session_hash: string
    session_id: string
    person_id: string
    acting_as: string | null
    seen_at: Instant | null
    proved_at: Instant | null
  }>(
    `select session_hash, session_id, person_id, acting_as, seen_at, proved_at from sessions
     where session_hash = any ($1) and expires_at > $2`,
    [hashes, now],
  )
  const open = await session.query<{ person_id: string }>(
    "select person_id from persons where person_id = any ($1::uuid[]) and account = 'open'",
    [[...new Set(rows.map((row) => row.person_id))]],
  )
  const people = new Set(open.rows.map((row) => row.person_id))
  return new Map(
    rows
      .filter((row) => people.has(row.person_id))
      .map((row) => [
        row.session_hash,
        {
          id: idOf('session', row.session_id),
          person: idOf('person', row.person_id),
          actingAs: row.acting_as === null ? null : idOf('person', row.acting_as),
          seenAt: row.seen_at,
          provedAt: row.proved_at,
        },
      ]),
  )
}

/** A session as its person sees it. */
export interface ListedSession {
  readonly id: SessionId
  readonly browser: string | null
  readonly madeAt: Instant
  readonly seenAt: Instant
}

/** A person's sessions that have not run out, the last seen first. */
export async function sessionsOf(
  session: DatabaseSession,
  person: PersonId,
  now: Instant,
): Promise<readonly ListedSession[]> {
  const { rows } = await session.query<{
    session_id: string
    browser: string | null
    made_at: Instant
    seen: Instant
  }>(
    `select session_id, browser, made_at, coalesce(seen_at, made_at) as seen from sessions
     where person_id = $1 and expires_at > $2 order by seen desc, session_id`,
    [uuidOf(person), now],
  )
  return rows.map((row) => ({
    id: idOf('session', row.session_id),
    browser: row.browser,
    madeAt: row.made_at,
    seenAt: row.seen,
  }))
}

/** Notes that a session's browser came. */
export async function saveSeen(session: DatabaseSession, hash: string, at: Instant): Promise<void> {
  await session.query('update sessions set seen_at = $2 where session_hash = $1', [hash, at])
}

/** Notes that a session's person showed that it is they. */
export async function saveProof(session: DatabaseSession, hash: string, at: Instant): Promise<void> {
  await session.query('update sessions set proved_at = $2 where session_hash = $1', [hash, at])
}

/** Ends one of a person's sessions by what they call it; false when they have none such. */
export async function deleteSessionOf(
  session: DatabaseSession,
  person: PersonId,
  id: SessionId,
): Promise<boolean> {
  const { rowCount } = await session.query('delete from sessions where person_id = $1 and session_id = $2', [
    uuidOf(person),
    uuidOf(id),
  ])
  return rowCount === 1
}

/** Ends all of a person's sessions but one. */
export async function deleteOtherSessions(
  session: DatabaseSession,
  person: PersonId,
  kept: SessionId,
): Promise<void> {
  await session.query('delete from sessions where person_id = $1 and session_id <> $2', [
    uuidOf(person),
    uuidOf(kept),
  ])
}

/** Whether a person works for the partner that made this test person, whose account is open. */
export async function mayActAs(
  session: DatabaseSession,
  person: PersonId,
  testPerson: PersonId,
): Promise<boolean> {
  const made = await session.query(
    `select 1 from test_people join partner_staff using (partner_id)
     where test_people.person_id = $2 and partner_staff.person_id = $1`,
    [uuidOf(person), uuidOf(testPerson)],
  )
  if (made.rowCount !== 1) return false
  const open = await session.query(
    "select 1 from persons where person_id = $1 and test and account = 'open'",
    [uuidOf(testPerson)],
  )
  return open.rowCount === 1
}

/** Lets a session act as a test person from now on, or as its own again. */
export async function saveActingAs(
  session: DatabaseSession,
  hash: string,
  testPerson: PersonId | null,
): Promise<void> {
  await session.query(
    'update sessions set acting_as = $2 where session_hash = $1 and acting_as is distinct from $2',
    [hash, testPerson === null ? null : uuidOf(testPerson)],
  )
}

/** Ends a session; ending one that is not there changes nothing. */
export async function deleteSession(session: DatabaseSession, hash: string): Promise<void> {
  await session.query('delete from sessions where session_hash = $1', [hash])
}

/** Signs a person out everywhere. */
export async function deleteSessionsOf(session: DatabaseSession, person: PersonId): Promise<void> {
  await session.query('delete from sessions where person_id = $1', [uuidOf(person)])
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
