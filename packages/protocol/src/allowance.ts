// What one person has allowed one feature for their own data: from their countersignatures and their own grants.
import type { CountersignatureFacts, GrantFacts, PersonFacts } from './facts.ts'
import type { CountersignatureId, FeatureId, GrantId, ThreadId } from './ids.ts'
import type { Purpose } from './purposes.ts'
import type { RefusalCode } from './refusals.ts'
import { DAY_MS, type Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'

/** A power not used by its person for this long lapses (SUN-04). */
export const INACTIVITY_MS = 90 * DAY_MS

/** What is being asked about a person, beyond who they are. */
export interface Scope {
  readonly feature: FeatureId
  readonly manifestVersion: number
  readonly purpose: Purpose
  readonly verb: Verb
  /** Null where no thread is concerned (friends, contact fields). */
  readonly thread: ThreadId | null
  /** Whether the feature has been reviewed; an unreviewed one reaches test accounts only (OVR-02). */
  readonly reviewed: boolean
}

/** A standing yes: for items from `startAt` on, or for all when `history`; `fields` null means every field of the scope. */
export interface Allowance {
  /** The answer or grant it rests on: what a disclosure names as its ground. */
  readonly under: CountersignatureId | GrantId
  readonly startAt: Instant
  readonly history: boolean
  readonly fields: readonly Field[] | null
}

/** Why a grant gives nothing now, or undefined when it is in force; inactivity is judged by verb (design §4). */
export function grantRefusal(
  facts: GrantFacts,
  ownUse: PersonFacts['ownUse'],
  verb: Verb,
  now: Instant,
): RefusalCode | undefined {
  const { grant } = facts
  if (now < grant.startAt) return 'NO_GRANT'
  if (facts.screenVoided) return 'CONSENT_VOID'
  if (grant.state !== 'given') return 'WITHDRAWN'
  if (now >= grant.endAt) return 'EXPIRED'
  if (now >= inactiveFrom(grant.startAt, ownUse[verb])) return 'INACTIVE'
  return undefined
}

/** The instant a verb lapses without further own use; giving the grant counts as use. */
export function inactiveFrom(startAt: Instant, lastUse: Instant | undefined): Instant {
  return Math.max(startAt, lastUse ?? startAt) + INACTIVITY_MS
}

/**
 * Whether a person's "never" stands for a scope, for this thread or for all, whatever version it answered. It counts
 * whatever became of its screen, and whether or not it was signed: voiding a screen voids consent, not refusal, and who has
 * lost every key can still refuse.
 */
export function saidNever(person: PersonFacts, scope: Scope, now: Instant): boolean {
  return person.countersignatures.some((facts) => isStanding(facts, 'never', scope, now))
}

/**
 * The standing yeses of a person for a scope, each signed by them; none when they are not here, restrict, or said never at any scope. An
 * answer hands over the contact fields it names and no other; of everything else it covers every field (COP-07, design §7).
 */
export function allowancesOf(person: PersonFacts, scope: Scope, now: Instant): readonly Allowance[] {
  if (person.account !== 'open' || person.restricted) return []
  if (!scope.reviewed && !person.test) return []
  if (saidNever(person, scope, now)) return []
  const answers = person.countersignatures
    .filter((facts) => facts.signed && isStanding(facts, 'allow', scope, now) && !facts.screenVoided)
    .filter(({ countersignature }) => countersignature.manifestVersion === scope.manifestVersion)
    .map(({ countersignature: { id, startAt, history, contactFields } }) => ({
      under: id,
      startAt,
      history,
      fields: scope.verb === 'friends.contact' ? contactFields : null,
    }))
  const grants = person.grants
    .filter(
      (facts) => covers(facts, scope) && grantRefusal(facts, person.ownUse, scope.verb, now) === undefined,
    )
    .map(({ grant: { id, startAt, history, fields } }) => ({ under: id, startAt, history, fields }))
  return [...answers, ...grants]
}

function isStanding(
  facts: CountersignatureFacts,
  answer: 'allow' | 'never',
  scope: Scope,
  now: Instant,
): boolean {
  const given = facts.countersignature
  return (
    given.state === 'given' &&
    given.answer === answer &&
    given.feature === scope.feature &&
    given.purpose === scope.purpose &&
    (given.thread === null || given.thread === scope.thread) &&
    now >= given.startAt &&
    now < given.endAt
  )
}

function covers({ grant, signed }: GrantFacts, scope: Scope): boolean {
  return (
    signed &&
    grant.feature === scope.feature &&
    grant.manifestVersion === scope.manifestVersion &&
    grant.purpose === scope.purpose &&
    grant.verbs.includes(scope.verb) &&
    (scope.thread === null || grant.threads.includes(scope.thread))
  )
}
