// A countersignature: another person's answer for their own data, as a union on its state, with its transitions.
import type { Grant } from './grant.ts'
import type { CountersignatureId, FeatureId, PartnerId, PersonId, ThreadId } from './ids.ts'
import { MAX_COUNTERSIGNATURE_MS } from './manifest.ts'
import type { Purpose } from './purposes.ts'
import { err, ok, type Result } from './result.ts'
import type { Instant } from './time.ts'
import type { ContactField } from './verbs.ts'

/** Yes for now, or "never": no answer is already no, so never says "and do not ask". */
export type Answer = 'allow' | 'never'

interface CountersignatureTerms {
  readonly id: CountersignatureId
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
  readonly purpose: Purpose
  /** One thread, or null for every thread the person is in. */
  readonly thread: ThreadId | null
  readonly answer: Answer
  readonly startAt: Instant
  readonly endAt: Instant
  /** Whether the author's earlier words are included too; off unless chosen. */
  readonly history: boolean
  /** Which of their contact fields the partner may have through their friends; none unless named (COP-07). */
  readonly contactFields: readonly ContactField[]
  readonly screenHash: string
}

/** An answer that stands until its end. */
export interface GivenCountersignature extends CountersignatureTerms {
  readonly state: 'given'
}
/** An answer taken back, or replaced by the person's later one. */
export interface EndedCountersignature extends CountersignatureTerms {
  readonly state: 'ended'
  readonly endedAt: Instant
}
/** A person's answer for their own data, for one feature, version and purpose. */
export type Countersignature = GivenCountersignature | EndedCountersignature

/** Why an answer cannot be given or changed. */
export type CountersignatureError =
  | 'ANSWER_ENDED'
  | 'END_NOT_AFTER_START'
  | 'TERM_TOO_LONG'
  | 'NEVER_HAS_NO_HISTORY'
  | 'NEVER_HAS_NO_CONTACT'
  | 'CONTACT_NEEDS_ALL_THREADS'

/** A new answer of at most 180 days. */
export function giveCountersignature(
  terms: CountersignatureTerms,
): Result<GivenCountersignature, CountersignatureError> {
  if (!(terms.endAt > terms.startAt)) return err('END_NOT_AFTER_START')
  if (terms.endAt - terms.startAt > MAX_COUNTERSIGNATURE_MS) return err('TERM_TOO_LONG')
  if (terms.answer === 'never' && terms.history) return err('NEVER_HAS_NO_HISTORY')
  if (terms.contactFields.length > 0) {
    if (terms.answer === 'never') return err('NEVER_HAS_NO_CONTACT')
    // Whom somebody is friends with has nothing to do with a thread, so an answer for one opens no contact field.
    if (terms.thread !== null) return err('CONTACT_NEEDS_ALL_THREADS')
  }
  return ok({ ...terms, state: 'given' })
}

/** The answer taken back at `at`, or replaced by a later one. */
export function endCountersignature(
  countersignature: Countersignature,
  at: Instant,
): Result<EndedCountersignature, CountersignatureError> {
  if (countersignature.state !== 'given') return err('ANSWER_ENDED')
  return ok({ ...countersignature, state: 'ended', endedAt: at })
}

/**
 * Whether a "never" ends when its own person gives this grant: it is about the same feature and purpose, and about a thread the
 * grant covers or all of them. Who says no and later connects the company themselves means the later act.
 */
export function isOutdone(
  { answer, feature, purpose, thread }: Countersignature,
  grant: Pick<Grant, 'feature' | 'purpose' | 'threads'>,
): boolean {
  if (answer !== 'never' || feature !== grant.feature || purpose !== grant.purpose) return false
  return thread === null || grant.threads.includes(thread)
}
