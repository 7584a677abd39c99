// What people signed, as they signed it. Appended by the turnstile's login, changed by nobody.
import {
  type Instant,
  idOf,
  type KeyName,
  type PersonId,
  type SignedAct,
  type StatementProof,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'

/** A statement as it was entered. */
export interface StoredStatement {
  readonly person: PersonId
  readonly n: number
  readonly act: SignedAct
  readonly key: KeyName
  readonly saidAt: Instant
  readonly enteredAt: Instant
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly proof: StatementProof
}

interface StatementRow {
  readonly person_id: string
  readonly n: number
  readonly act: SignedAct
  readonly key_name: KeyName
  readonly said_at: Instant
  readonly entered_at: Instant
  readonly bytes: Buffer
  readonly signature: Buffer
  readonly authenticator_data: Buffer | null
  readonly client_data_json: Buffer | null
}

const columns = `person_id, n, act, key_name, said_at, entered_at, bytes, signature, authenticator_data, client_data_json`

function statementOf(row: StatementRow): StoredStatement {
  return {
    person: idOf('person', row.person_id),
    n: row.n,
    act: row.act,
    key: row.key_name,
    saidAt: row.said_at,
    enteredAt: row.entered_at,
    bytes: new Uint8Array(row.bytes),
    proof: { signature: new Uint8Array(row.signature), passkey: passkeyOf(row) },
  }
}

function passkeyOf({
  authenticator_data: data,
  client_data_json: json,
}: StatementRow): StatementProof['passkey'] {
  if (data === null || json === null) return null
  return { authenticatorData: new Uint8Array(data), clientDataJson: new Uint8Array(json) }
}

/** Appends a statement. Turnstile only. @throws a unique violation for a number that is taken */
export async function insertStatement(session: Session, said: StoredStatement): Promise<void> {
  const { signature, passkey } = said.proof
  await session.query(
    `insert into statements (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      uuidOf(said.person),
      said.n,
      said.act,
      said.key,
      said.saidAt,
      said.enteredAt,
      Buffer.from(said.bytes),
      Buffer.from(signature),
      passkey && Buffer.from(passkey.authenticatorData),
      passkey && Buffer.from(passkey.clientDataJson),
    ],
  )
}

/** The number of a person's last statement; 0 before the first. */
export async function lastStatementNumber(session: Session, person: PersonId): Promise<number> {
  const result = await session.query<{ n: number }>(
    'select coalesce(max(n), 0) as n from statements where person_id = $1',
    [uuidOf(person)],
  )
  return onlyRow(result).n
}

/** One statement of a person. */
export async function findStatement(
  session: Session,
  person: PersonId,
  n: number,
): Promise<StoredStatement | undefined> {
  const { rows } = await session.query<StatementRow>(
    `select ${columns} from statements where person_id = $1 and n = $2`,
    [uuidOf(person), n],
  )
  return rows.map(statementOf)[0]
}

/** What a person's keys said of other keys of theirs. */
export async function endorsementsOf(
  session: Session,
  person: PersonId,
): Promise<readonly StoredStatement[]> {
  const { rows } = await session.query<StatementRow>(
    `select ${columns} from statements where person_id = $1 and act = 'key_added' order by n`,
    [uuidOf(person)],
  )
  return rows.map(statementOf)
}

/** Everything a person said, in the order of their numbers. */
export async function statementsOf(session: Session, person: PersonId): Promise<readonly StoredStatement[]> {
  const { rows } = await session.query<StatementRow>(
    `select ${columns} from statements where person_id = $1 order by n`,
    [uuidOf(person)],
  )
  return rows.map(statementOf)
}
