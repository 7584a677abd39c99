// What is compared once a day: keys, statements and permissions against the ledger. No request path asks it.
import {
  type CountersignatureId,
  type GrantId,
  idOf,
  type LedgerRecord,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** People with a key, a statement or a permission in force, in the order of their ids. */
export async function peopleToAudit(
  session: Session,
  { after, limit }: { readonly after: PersonId | null; readonly limit: number },
): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ person_id: string }>(
    `select person_id from (
       select person_id from person_keys union select person_id from statements
       union select person_id from grants where state = 'given'
       union select person_id from countersignatures where state = 'given') as all_of_them
     where $1::uuid is null or person_id > $1 order by person_id limit $2`,
    [after === null ? null : uuidOf(after), limit],
  )
  return rows.map((row) => idOf('person', row.person_id))
}

/** An entry about keys and statements, and the leaf the log has where it says it is; null where there is none. */
export interface SigningEntry {
  readonly n: number
  readonly record: LedgerRecord
  readonly leaf: Uint8Array | null
}

/** What the ledger says of a person's keys and statements, in its order. */
export async function signingEntries(
  session: Session,
  logId: number,
  person: PersonId,
): Promise<readonly SigningEntry[]> {
  const { rows } = await session.query<{ n: number; record: LedgerRecord; leaf: Buffer | null }>(
    `select e.n, e.record, l.leaf from entries e
     left join leaves l on l.log_id = e.log_id and l.leaf_index = e.leaf_index
     where e.person_id = $1 and e.log_id = $2 and e.chain = 'self'
     and e.kind in ('key_opened', 'key_waits', 'key_added', 'key_ended', 'statement_made') order by e.leaf_index`,
    [uuidOf(person), logId],
  )
  return rows
}

/** The numbers of the statements a person's permissions in force rest on; null for one that rests on none. */
export async function groundsOf(
  session: Session,
  person: PersonId,
): Promise<ReadonlyMap<GrantId | CountersignatureId, number | null>> {
  const { rows } = await session.query<{ kind: 'grant' | 'countersignature'; id: string; n: number | null }>(
    `select 'grant' as kind, grant_id as id, statement_n as n from grants where person_id = $1 and state = 'given'
     union all select 'countersignature', countersignature_id, statement_n from countersignatures
     where person_id = $1 and state = 'given'`,
    [uuidOf(person)],
  )
  return new Map(rows.map(({ kind, id, n }) => [idOf(kind, id), n]))
}
