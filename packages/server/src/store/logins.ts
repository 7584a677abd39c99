// Logins: which name signs in which person. A directory of this deployment, read by the people's side only.
import { idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A login as stored. Without a hash the person has not claimed the account yet and cannot sign in. */
export interface Login {
  readonly login: string
  readonly person: PersonId
  /** PHC string, or null before the account is claimed. */
  readonly passwordHash: string | null
}

/** The form a login is stored and compared in: NFKC, lower case, no spaces around it. */
export function loginForm(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/** The login with this name, already in `loginForm`, of an open account. */
export async function findLogin(session: Session, login: string): Promise<Login | undefined> {
  const { rows } = await session.query<{ person_id: string; password_hash: string | null }>(
    'select person_id, password_hash from logins where login = $1',
    [login],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const open = await session.query("select 1 from persons where person_id = $1 and account = 'open'", [
    row.person_id,
  ])
  if (open.rowCount === 0) return undefined
  return { login, person: idOf('person', row.person_id), passwordHash: row.password_hash }
}

/** The login of a person, whatever their account's state. */
export async function findLoginOf(session: Session, person: PersonId): Promise<Login | undefined> {
  const { rows } = await session.query<{ login: string; password_hash: string | null }>(
    'select login, password_hash from logins where person_id = $1',
    [uuidOf(person)],
  )
  return rows.map((row) => ({ login: row.login, person, passwordHash: row.password_hash }))[0]
}

/** Holds a person's login until the transaction ends, so that what changes their ways in comes one after the other. */
export async function holdLoginOf(session: Session, person: PersonId): Promise<void> {
  await session.query('select from logins where person_id = $1 for update', [uuidOf(person)])
}

/** Adds a login; false when the name or the person has one already. */
export async function insertLogin(
  session: Session,
  { login, person, passwordHash }: Login,
): Promise<boolean> {
  const { rowCount } = await session.query(
    'insert into logins (login, person_id, password_hash) values ($1, $2, $3) on conflict do nothing',
    [login, uuidOf(person), passwordHash],
  )
  return rowCount === 1
}

/** Replaces the stored hash, when the password changed. */
export async function savePasswordHash(
  session: Session,
  person: PersonId,
  passwordHash: string,
): Promise<void> {
  await session.query('update logins set password_hash = $2 where person_id = $1', [
    uuidOf(person),
    passwordHash,
  ])
}

/** Replaces a hash made with weaker parameters by one of the same password; false when it is there no more. */
export async function renewPasswordHash(
  session: Session,
  hash: { readonly login: string; readonly from: string; readonly to: string },
): Promise<boolean> {
  const { rowCount } = await session.query(
    'update logins set password_hash = $3 where login = $1 and password_hash = $2',
    [hash.login, hash.from, hash.to],
  )
  return rowCount === 1
}
