// A grant: what one person allowed one feature, as a union on its state, with every transition it can make.
import type { FeatureId, GrantId, PartnerId, PersonId, ThreadId } from './ids.ts'
import { MAX_GRANT_MS, type Manifest, offerFor } from './manifest.ts'
import type { Purpose } from './purposes.ts'
import { err, ok, type Result } from './result.ts'
import { DAY_MS, type Instant } from './time.ts'
import { type Field, needsThread, type Verb, verbs } from './verbs.ts'

interface GrantTerms {
  readonly id: GrantId
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly fields: readonly Field[]
  readonly threads: readonly ThreadId[]
  readonly startAt: Instant
  readonly endAt: Instant
  /** Whether items sent before `startAt` are included ("also what is already written"); off unless chosen (SCP-04). */
  readonly history: boolean
  /** SHA-256 of the exact screen the person agreed on, in hexadecimal (REC-01). */
  readonly screenHash: string
  readonly locale: string
}

/** A grant in force until its end; whether that has come is a matter of the clock, never of a stored state. */
export interface GivenGrant extends GrantTerms {
  readonly state: 'given'
}
/** A grant its person took back. */
export interface WithdrawnGrant extends GrantTerms {
  readonly state: 'withdrawn'
  readonly endedAt: Instant
}
/** A grant replaced by a newer one for the same feature and purpose. */
export interface SupersededGrant extends GrantTerms {
  readonly state: 'superseded'
  readonly endedAt: Instant
  readonly supersededBy: GrantId
}
/** A person's durable permission for one feature and purpose. */
export type Grant = GivenGrant | WithdrawnGrant | SupersededGrant

/** Why a grant cannot be given or changed. */
export type GrantError =
  | 'GRANT_ENDED'
  | 'NOTHING_CHOSEN'
  | 'NOT_OFFERED'
  | 'END_NOT_AFTER_START'
  | 'TERM_TOO_LONG'
  | 'THREADS_MISSING'
  | 'WOULD_WIDEN'

/** What a person chose on the permission screen. */
export interface GrantChoice {
  readonly id: GrantId
  readonly person: PersonId
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly threads: readonly ThreadId[]
  readonly startAt: Instant
  readonly endAt: Instant
  readonly history: boolean
  readonly screenHash: string
  readonly locale: string
}

/**
 * A new grant for what was chosen out of what the manifest offers; its fields are the manifest's, never the caller's.
 * It may be shorter than the manifest's term and never longer (SUN-02, PER-05).
 */
export function giveGrant(manifest: Manifest, choice: GrantChoice): Result<GivenGrant, GrantError> {
  const chosen = verbs.filter((verb) => choice.verbs.includes(verb))
  if (chosen.length === 0) return err('NOTHING_CHOSEN')
  const offers = chosen.map((verb) => offerFor(manifest, choice.purpose, verb))
  if (offers.some((offer) => offer === undefined)) return err('NOT_OFFERED')
  if (!(choice.endAt > choice.startAt)) return err('END_NOT_AFTER_START')
  if (choice.endAt - choice.startAt > Math.min(MAX_GRANT_MS, manifest.termDays * DAY_MS))
    return err('TERM_TOO_LONG')
  if (chosen.some(needsThread) && choice.threads.length === 0) return err('THREADS_MISSING')
  return ok({
    ...choice,
    state: 'given',
    partner: manifest.partner,
    feature: manifest.feature,
    manifestVersion: manifest.version,
    verbs: chosen,
    fields: [...new Set(offers.flatMap((offer) => offer?.fields ?? []))],
    threads: [...new Set(choice.threads)],
  })
}

/** The grant taken back at `at`. Withdrawing twice is refused, so that the first time stands. */
export function withdrawGrant(grant: Grant, at: Instant): Result<WithdrawnGrant, GrantError> {
  if (grant.state !== 'given') return err('GRANT_ENDED')
  return ok({ ...grant, state: 'withdrawn', endedAt: at })
}

/** The grant replaced by a newer one for the same feature and purpose. */
export function supersedeGrant(grant: Grant, by: GrantId, at: Instant): Result<SupersededGrant, GrantError> {
  if (grant.state !== 'given') return err('GRANT_ENDED')
  return ok({ ...grant, state: 'superseded', endedAt: at, supersededBy: by })
}

/** What can be taken away from a live grant without a new permission screen. */
export interface GrantNarrowing {
  readonly verbs?: readonly Verb[] | undefined
  readonly threads?: readonly ThreadId[] | undefined
  readonly endAt?: Instant | undefined
  readonly history?: false | undefined
}

/** The grant made narrower. Anything wider than it was is refused: that needs a new screen (PER-05). */
export function narrowGrant(
  grant: Grant,
  manifest: Manifest,
  to: GrantNarrowing,
): Result<GivenGrant, GrantError> {
  if (grant.state !== 'given') return err('GRANT_ENDED')
  const kept = to.verbs ?? grant.verbs
  const threads = to.threads ?? grant.threads
  const endAt = to.endAt ?? grant.endAt
  if (kept.length === 0) return err('NOTHING_CHOSEN')
  if (kept.some((verb) => !grant.verbs.includes(verb)) || threads.some((id) => !grant.threads.includes(id)))
    return err('WOULD_WIDEN')
  if (endAt > grant.endAt) return err('WOULD_WIDEN')
  if (!(endAt > grant.startAt)) return err('END_NOT_AFTER_START')
  if (kept.some(needsThread) && threads.length === 0) return err('THREADS_MISSING')
  const needed = kept.flatMap((verb) => offerFor(manifest, grant.purpose, verb)?.fields ?? [])
  return ok({
    ...grant,
    verbs: verbs.filter((verb) => kept.includes(verb)),
    fields: grant.fields.filter((field) => needed.includes(field)),
    threads: [...new Set(threads)],
    endAt,
    history: to.history ?? grant.history,
  })
}
