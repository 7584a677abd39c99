// From what an act says it did to what is stored of it: change rows, entries, and records that wait.
import { ownChain, type ToEnter } from '../ledger/append.ts'
import type { ChangeRow, PendingRecord } from '../store/ledger.ts'
import type { PersonRecord, RegisterRecord, Touch } from './turnstile-port.ts'

/** A touch as its row: what it does not name is null, and matches anything. */
export function changeRow({ person, partner, feature, thread }: Touch): ChangeRow {
  return {
    person: person ?? null,
    partner: partner ?? null,
    feature: feature ?? null,
    thread: thread ?? null,
  }
}

/** A record of an act in the chain it belongs to. */
export function toEnter(record: PersonRecord | RegisterRecord): ToEnter {
  if ('register' in record) return record
  return { key: ownChain(record.person, record.partner), record: record.record }
}

/** A waiting record as an act beside the ledger stored it: nobody else writes there, so nothing is left to check. */
export function pendingToEnter({ record }: PendingRecord): ToEnter {
  return record as ToEnter
}
