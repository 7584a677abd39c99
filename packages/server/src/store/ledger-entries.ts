// What the ledger says of one person and partner: which kinds of entry there are, and what became of each yes.
import {
  type CountersignatureId,
  type GrantId,
  type Instant,
  idOf,
  type LedgerRecordKind,
  type PartnerId,
  type PersonId,
  type PlacedRecord,
  type ReceiptRecord,
  type RefusalCode,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** Whether an entry of this kind was made between a person and a partner. */
export async function hasEntry(
  session: Session,
  person: PersonId,
  partner: PartnerId,
  kind: LedgerRecordKind,
): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from entries where person_id = $1 and kind = $3 and partner_id = $2 limit 1',
    [uuidOf(person), uuidOf(partner), kind],
  )
  return rowCount > 0
}

/** A call of a partner that was refused. */
export interface LastRefusal {
  readonly at: Instant
  readonly code: RefusalCode
}

/** The last refusal each partner met with this person's permission. */
export async function lastRefusals(
  session: Session,
  person: PersonId,
): Promise<ReadonlyMap<PartnerId, LastRefusal>> {
  const { rows } = await session.query<{ partner_id: string; at: Instant; code: RefusalCode }>(
    `select distinct on (partner_id) partner_id, at, record ->> 'outcome' as code from entries
     where person_id = $1 and kind = 'decision' and record ->> 'outcome' <> 'permit'
     order by partner_id, leaf_index desc`,
    [uuidOf(person)],
  )
  return new Map(rows.map(({ partner_id, at, code }) => [idOf('partner', partner_id), { at, code }]))
}

/** Everything the ledger says of the yeses and noes of a person, by the one it is about, the oldest first. */
export async function consentRecords(
  session: Session,
  person: PersonId,
): Promise<ReadonlyMap<GrantId | CountersignatureId, readonly PlacedRecord[]>> {
  const { rows } = await session.query<{ record: ReceiptRecord; n: number; index: number }>(
    `select record, n, leaf_index as index from entries where person_id = $1
     and kind in ('grant_given', 'grant_amended', 'grant_withdrawn', 'countersignature_given', 'countersignature_ended')
     order by leaf_index`,
    [uuidOf(person)],
  )
  return Map.groupBy(rows, ({ record }) => ('grant' in record ? record.grant : record.countersignature))
}
