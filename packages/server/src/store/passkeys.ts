// Passkeys: public keys that sign a person in, found by the id their authenticator comes with (WebAuthn Level 3).
import { type Instant, idOf, type PasskeyId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A passkey as stored. */
export interface Passkey {
  readonly id: PasskeyId
  readonly person: PersonId
  /** The authenticator's own id of it, base64url. */
  readonly credential: string
  /** What the authenticator knows the person by. */
  readonly userHandle: string
  /** COSE_Key (RFC 9052 §7). */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** How often it signed, as far as it says; always 0 for one that is kept on several devices. */
  readonly counter: number
  /** How a browser may reach the authenticator, as that said. */
  readonly transports: readonly string[]
  readonly name: string
  readonly madeAt: Instant
  readonly usedAt: Instant | null
}

interface PasskeyRow {
  readonly passkey_id: string
  readonly person_id: string
  readonly credential_id: string
  readonly user_handle: string
  readonly public_key: Buffer
  readonly counter: number
  readonly transports: string[]
  readonly name: string
  readonly made_at: Instant
  readonly used_at: Instant | null
}

const columns = `passkey_id, person_id, credential_id, user_handle, public_key, counter, transports, name, made_at, used_at`

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    id: idOf('passkey', row.passkey_id),
    person: idOf('person', row.person_id),
    credential: row.credential_id,
    userHandle: row.user_handle,
    publicKey: new Uint8Array(row.public_key),
    counter: row.counter,
    transports: row.transports,
    name: row.name,
    madeAt: row.made_at,
    usedAt: row.used_at,
  }
}

/** The passkey an authenticator calls by this id. */
export async function findPasskey(session: Session, credential: string): Promise<Passkey | undefined> {
  const { rows } = await session.query<PasskeyRow>(
    `select ${columns} from passkeys where credential_id = $1`,
    [credential],
  )
  return rows.map(passkeyOf)[0]
}

/** A person's passkeys, oldest first. */
export async function passkeysOf(session: Session, person: PersonId): Promise<readonly Passkey[]> {
  const { rows } = await session.query<PasskeyRow>(
    `select ${columns} from passkeys where person_id = $1 order by passkey_id`,
    [uuidOf(person)],
  )
  return rows.map(passkeyOf)
}

/** Adds one; false when the authenticator's id is taken, which only a replayed registration is. */
export async function insertPasskey(session: Session, passkey: Omit<Passkey, 'usedAt'>): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into passkeys (passkey_id, person_id, credential_id, user_handle, public_key, counter, transports, name, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      uuidOf(passkey.id),
      uuidOf(passkey.person),
      passkey.credential,
      passkey.userHandle,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      passkey.name,
      passkey.madeAt,
    ],
  )
  return rowCount === 1
}

/**
 * Moves a passkey's counter on; false when it would stand still or go back, which a copy's does, or when the passkey is gone.
 * Of two uses with one count, one wins.
 */
export async function saveUse(
  session: Session,
  {
    credential,
    counter,
    at,
  }: { readonly credential: string; readonly counter: number; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await session.query(
    `update passkeys set counter = $2, used_at = $3
     where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
    [credential, counter, at],
  )
  return rowCount === 1
}

/** Gives a passkey another name; false when the person has none such. */
export async function savePasskeyName(
  session: Session,
  {
    person,
    passkey,
    name,
  }: { readonly person: PersonId; readonly passkey: PasskeyId; readonly name: string },
): Promise<boolean> {
  const { rowCount } = await session.query(
    'update passkeys set name = $3 where person_id = $1 and passkey_id = $2',
    [uuidOf(person), uuidOf(passkey), name],
  )
  return rowCount === 1
}

/** Takes one away; false when the person has none such. */
export async function deletePasskey(
  session: Session,
  person: PersonId,
  passkey: PasskeyId,
): Promise<boolean> {
  const { rowCount } = await session.query('delete from passkeys where person_id = $1 and passkey_id = $2', [
    uuidOf(person),
    uuidOf(passkey),
  ])
  return rowCount === 1
}

/** Takes all of a person's away. */
export async function deletePasskeysOf(session: Session, person: PersonId): Promise<void> {
  await session.query('delete from passkeys where person_id = $1', [uuidOf(person)])
}
