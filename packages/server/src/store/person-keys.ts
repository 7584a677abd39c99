// Public halves of the keys people sign with. Written by the turnstile's login only.
import {
  type Instant,
  idOf,
  type KeyName,
  type PersonId,
  type SigningKey,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A key as stored. */
export interface StoredKey extends SigningKey {
  readonly person: PersonId
  /** What vouches for one no other key endorsed (`keyVoucher`); null for one that was. */
  readonly vouched: Uint8Array | null
  /** What its person knows it by. */
  readonly label: string | null
  readonly madeAt: Instant
}

interface KeyRow {
  readonly person_id: string
  readonly key_name: KeyName
  readonly kind: SigningKey['kind']
  readonly public_key: Buffer
  readonly came: SigningKey['came']
  readonly since: Instant
  readonly until: Instant | null
  readonly endorsed_by: number | null
  readonly vouched: Buffer | null
  readonly label: string | null
  readonly made_at: Instant
}

const columns = `person_id, key_name, kind, public_key, came, since, until, endorsed_by, vouched, label, made_at`

function keyOf(row: KeyRow): StoredKey {
  return {
    person: idOf('person', row.person_id),
    name: row.key_name,
    kind: row.kind,
    publicKey: new Uint8Array(row.public_key),
    came: row.came,
    since: row.since,
    until: row.until,
    endorsedBy: row.endorsed_by,
    vouched: row.vouched,
    label: row.label,
    madeAt: row.made_at,
  }
}

/** A person's keys, ended ones too, oldest first. */
export async function keysOf(session: Session, person: PersonId): Promise<readonly StoredKey[]> {
  const { rows } = await session.query<KeyRow>(
    `select ${columns} from person_keys where person_id = $1 order by made_at, key_name`,
    [uuidOf(person)],
  )
  return rows.map(keyOf)
}

/** One key of a person. */
export async function findKey(
  session: Session,
  person: PersonId,
  name: KeyName,
): Promise<StoredKey | undefined> {
  const { rows } = await session.query<KeyRow>(
    `select ${columns} from person_keys where person_id = $1 and key_name = $2`,
    [uuidOf(person), name],
  )
  return rows.map(keyOf)[0]
}

/** Adds a key; false when the person has it already. Turnstile only. */
export async function insertKey(session: Session, key: StoredKey): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into person_keys (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      uuidOf(key.person),
      key.name,
      key.kind,
      Buffer.from(key.publicKey),
      key.came,
      key.since,
      key.until,
      key.endorsedBy,
      key.vouched === null ? null : Buffer.from(key.vouched),
      key.label,
      key.madeAt,
    ],
  )
  return rowCount === 1
}

/** Saves what can change of a key: that another one vouched for it, or that it ended. Turnstile only. */
export async function saveKey(session: Session, key: StoredKey): Promise<void> {
  const result = await session.query(
    `update person_keys set came = $3, since = $4, until = $5, endorsed_by = $6, vouched = $7
     where person_id = $1 and key_name = $2`,
    [
      uuidOf(key.person),
      key.name,
      key.came,
      key.since,
      key.until,
      key.endorsedBy,
      key.vouched === null ? null : Buffer.from(key.vouched),
    ],
  )
  assertRowCount(result, 1)
}
