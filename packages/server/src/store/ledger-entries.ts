// What the ledger says of one person and partner: which kinds of entry there are.
import { type LedgerRecordKind, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
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
