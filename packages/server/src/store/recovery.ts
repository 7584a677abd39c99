// Recovery: codes with which a person sets a new password, once each. Stored hashed.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Puts new recovery codes in the place of all a person had. */
export async function replaceRecoveryCodes(
  session: Session,
  person: PersonId,
  hashes: readonly string[],
  at: Instant,
): Promise<void> {
  await deleteRecoveryCodesOf(session, person)
  await session.query(
    'insert into recovery_codes (person_id, code_hash, made_at) select $1, unnest($2::text[]), $3',
    [uuidOf(person), hashes, at],
  )
}

/** Takes all of a person's recovery codes away. */
export async function deleteRecoveryCodesOf(session: Session, person: PersonId): Promise<void> {
  await session.query('delete from recovery_codes where person_id = $1', [uuidOf(person)])
}

/** How many codes a person can still use, and when they were made; null for nobody's. */
export async function recoveryCodesOf(
  session: Session,
  person: PersonId,
): Promise<{ readonly left: number; readonly madeAt: Instant | null }> {
  const { rows } = await session.query<{ left: number; made_at: Instant | null }>(
    `select count(*) filter (where used_at is null) as left, max(made_at) as made_at
     from recovery_codes where person_id = $1`,
    [uuidOf(person)],
  )
  const [row] = rows
  return { left: row?.left ?? 0, madeAt: row?.made_at ?? null }
}

/** Uses a recovery code up; false when the person has none such, or used it before. Of two uses at once, one wins. */
export async function useRecoveryCode(
  session: Session,
  { person, hash, at }: { readonly person: PersonId; readonly hash: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await session.query(
    'update recovery_codes set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null',
    [uuidOf(person), hash, at],
  )
  return rowCount === 1
}

/** Adds a code that goes out by mail. */
export async function insertReset(
  session: Session,
  reset: { readonly hash: string; readonly person: PersonId; readonly expiresAt: Instant },
): Promise<void> {
  await session.query('insert into password_resets (reset_hash, person_id, expires_at) values ($1, $2, $3)', [
    reset.hash,
    uuidOf(reset.person),
    reset.expiresAt,
  ])
}

/** Whose a code from a mail is; undefined when there is none such, or it has run out. */
export async function personOfReset(
  session: Session,
  hash: string,
  now: Instant,
): Promise<PersonId | undefined> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from password_resets where reset_hash = $1 and expires_at > $2',
    [hash, now],
  )
  return rows.map((row) => idOf('person', row.person_id))[0]
}

/** Uses a code from a mail up; false when there is none such, or it has run out. */
export async function takeReset(session: Session, hash: string, now: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from password_resets where reset_hash = $1 and expires_at > $2',
    [hash, now],
  )
  return rowCount === 1
}

/** Takes away every code that went to a person by mail. */
export async function deleteResetsOf(session: Session, person: PersonId): Promise<void> {
  await session.query('delete from password_resets where person_id = $1', [uuidOf(person)])
}

/** Clears away those that have run out. */
export async function deleteExpiredResets(session: Session, now: Instant): Promise<void> {
  await session.query('delete from password_resets where expires_at <= $1', [now])
}
