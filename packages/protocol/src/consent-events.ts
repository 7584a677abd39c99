// What happened to one permission or answer, read from its records: given, changed, ended, and what time did to it.
import type { ConsentEvent, ConsentTerms, ReceiptRecord } from './receipt.ts'
import type { Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'

/** A record and where the ledger has it. */
export interface PlacedRecord {
  readonly record: ReceiptRecord
  readonly n: number
  readonly index: number
}

/** What ends a consent without a record of its own. */
export interface Outside {
  readonly now: Instant
  /** When its feature ends for everybody; null for never. */
  readonly featureEndAt: Instant | null
  /** When its screen was voided; null where it stands (PER-04). */
  readonly voidedAt: Instant | null
  /** What the answer concerns: a record of an answer names no powers or fields, its manifest does. */
  readonly covers: { readonly verbs: readonly Verb[]; readonly fields: readonly Field[] }
}

/**
 * The events of one consent, the oldest first. After an act that ends it nothing more happens; without one, the earliest of
 * its end, its feature's and its screen's voiding does, once it has come.
 */
export function consentEvents(records: readonly PlacedRecord[], outside: Outside): readonly ConsentEvent[] {
  const events: ConsentEvent[] = []
  for (const { record, n, index } of records) {
    const before = events.at(-1)
    const place = { n, index }
    if ('ends_at' in record) {
      const terms = termsOf(record, outside)
      const event = record.kind === 'grant_amended' ? 'changed' : isNo(record) ? 'refused' : 'given'
      events.push({ at: record.at, event, why: null, until: record.ends_at, place, terms })
    } else if (before !== undefined) {
      const event = record.why === 'given_back' || record.why === 'code_replayed' ? 'ended' : 'withdrawn'
      events.push({ ...before, at: record.at, event, why: record.why, until: record.at, place })
      return events
    }
  }
  const last = events.at(-1)
  const end = last && endOf(last, outside)
  return last === undefined || end === undefined ? events : [...events, { ...last, ...end, place: null }]
}

const isNo = (record: ReceiptRecord): boolean =>
  record.kind === 'countersignature_given' && record.answer === 'never'

function termsOf(
  record: Extract<ReceiptRecord, { readonly ends_at: Instant }>,
  { covers }: Outside,
): ConsentTerms {
  const { purpose, history, starts_at: startsAt } = record
  if (record.kind === 'countersignature_given')
    return { ...covers, purpose, history, startsAt, threads: record.thread === null ? null : [record.thread] }
  const { verbs, fields, threads } = record
  return { purpose, history, startsAt, verbs, fields, threads }
}

/** How it ended without an act. A "never" outlives its screen: voiding voids consent, not refusal. */
function endOf(
  { until, event }: ConsentEvent,
  { now, featureEndAt, voidedAt }: Outside,
): Pick<ConsentEvent, 'at' | 'event' | 'why' | 'until'> | undefined {
  const ends = [
    { at: until, event: 'expired', why: 'expired' },
    ...(featureEndAt === null ? [] : [{ at: featureEndAt, event: 'ended', why: 'feature_ended' } as const]),
    ...(voidedAt === null || event === 'refused'
      ? []
      : [{ at: voidedAt, event: 'void', why: 'screen_void' } as const]),
  ] as const
  const first = ends.reduce((a, b) => (b.at < a.at ? b : a))
  return first.at <= now ? { ...first, until: first.at } : undefined
}
