// Invitations: single-use codes with which the person behind a shell claims the account. Stored hashed.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Adds an invitation. `hash` is the SHA-256 of its code in hexadecimal. */
export async function insertInvitation(
  session: Session,
  row: {
    readonly hash: string
    readonly person: PersonId
    readonly madeAt: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  await session.query(
    'insert into invitations (code_hash, person_id, made_at, expires_at) values ($1, $2, $3, $4)',
    [row.hash, uuidOf(row.person), row.madeAt, row.expiresAt],
  )
}

/** Whom an invitation is for, unless it was used or has run out. */
export async function findInvitedPerson(
  session: Session,
  hash: string,
  now: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from invitations where code_hash = $1 and used_at is null and expires_at > $2',
    [hash, now],
  )
  return rows.map((row) => idOf('person', row.person_id))[0]
}

/** Marks an invitation used. What makes it single-use is the account's state: a shell opens once. */
export async function markInvitationUsed(session: Session, hash: string, at: Instant): Promise<void> {
  await session.query('update invitations set used_at = $2 where code_hash = $1 and used_at is null', [
    hash,
    at,
  ])
}
