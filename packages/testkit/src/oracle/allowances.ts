// Who has allowed what (readings 8, 9 and 24): every yes of one person that covers the scope of a case.
import type { Countersignature, Field, Grant, Instant, PersonId, ThreadId } from '@countersign/protocol'
import type { PersonState, ThreadState } from '../worlds/world-state.ts'
import { isSigned, isVoidScreen, whyNotInForce } from './grants.ts'
import type { Objection } from './objection.ts'
import type { Case } from './refusal.ts'

/** One yes of one person for the scope of a case. */
export interface Allowance {
  readonly startAt: Instant
  /** Whether what is already written is included. */
  readonly history: boolean
  readonly fields: readonly Field[]
}

/** What one person has said about the scope of a case in one thread, or where no thread is concerned. */
export interface Word {
  /** Readings 8 and 9: why they give no allowance whatever they said; null when they may. */
  readonly barred: Objection | null
  /** Whether a never of theirs stands. */
  readonly never: boolean
  /** Reading 8: every allowance of theirs; none while they are barred. */
  readonly allowances: readonly Allowance[]
  /** Reading 13: since when they have allowed, once for every yes; one of the granting person's own is the grant in use. */
  readonly starts: readonly Instant[]
}

const words = new WeakMap<Case, Map<ThreadState | null, Map<PersonId, Word>>>()

/** The word of one person, worked out once for a case: every item asks for it again. */
export function wordOf(c: Case, person: PersonId, thread: ThreadState | null): Word {
  const ofCase = words.get(c) ?? new Map<ThreadState | null, Map<PersonId, Word>>()
  words.set(c, ofCase)
  const ofThread = ofCase.get(thread) ?? new Map<PersonId, Word>()
  ofCase.set(thread, ofThread)
  const before = ofThread.get(person)
  if (before !== undefined) return before
  const giver = c.people.get(person)
  const barred = whyTheyCannotAllow(c, giver, person, thread)
  const never = giver !== undefined && saidNever(c, giver, thread)
  const allowances = giver === undefined || barred !== null ? [] : allowancesOf(c, giver, thread)
  const word = { barred, never, allowances, starts: allowances.map((allowance) => allowance.startAt) }
  ofThread.set(person, word)
  return word
}

/** Readings 8 and 9: why this person gives no allowance whatever they said; null when they may. */
function whyTheyCannotAllow(
  c: Case,
  giver: PersonState | undefined,
  person: PersonId,
  thread: ThreadState | null,
): Objection | null {
  if (giver === undefined || giver.account !== 'open')
    return { reading: 9, why: 'Their account is not open.', person }
  if (giver.restricted) return { reading: 9, why: 'Their master switch is on.', person }
  if (saidNever(c, giver, thread)) return { reading: 9, why: 'They said never.', person }
  if (!c.reviewed && !giver.test)
    return { reading: 9, why: 'The feature is unreviewed and theirs is no test account.', person }
  if (thread !== null && !thread.stays.some((stay) => stay.person === person))
    return { reading: 8, why: 'They never were in the thread.', person }
  return null
}

/** Whether a never of theirs stands: on any version, whatever became of its screen. */
function saidNever(c: Case, person: PersonState, thread: ThreadState | null): boolean {
  return person.countersignatures.some(
    (answer) => answer.answer === 'never' && isOfScope(c, answer, thread) && stands(c, answer),
  )
}

/** Reading 8: answers that allow, and grants of their own. */
function allowancesOf(c: Case, giver: PersonState, thread: ThreadState | null): readonly Allowance[] {
  const allowances: Allowance[] = []
  for (const answer of giver.countersignatures)
    if (isAllowance(c, answer, thread) && isSigned(giver, answer))
      allowances.push({ startAt: answer.startAt, history: answer.history, fields: fieldsOfAnswer(c, answer) })
  for (const grant of giver.grants)
    if (isOwnGrant(c, giver, grant, thread) && isSigned(giver, grant))
      allowances.push({ startAt: grant.startAt, history: grant.history, fields: grant.fields })
  return allowances
}

function isAllowance(c: Case, answer: Countersignature, thread: ThreadState | null): boolean {
  return (
    answer.answer === 'allow' &&
    isOfScope(c, answer, thread) &&
    answer.manifestVersion === c.grant.manifestVersion &&
    stands(c, answer) &&
    !isVoidScreen(c.world, answer)
  )
}

/** Of the feature and purpose, for this thread or for all; where no thread is concerned, only for all. */
function isOfScope(c: Case, answer: Countersignature, thread: ThreadState | null): boolean {
  const here: ThreadId | null = thread === null ? null : thread.thread
  return (
    answer.feature === c.grant.feature &&
    answer.purpose === c.grant.purpose &&
    (answer.thread === null || answer.thread === here)
  )
}

/** Given, started and not ended (reading 4). */
function stands(c: Case, answer: Countersignature): boolean {
  return answer.state === 'given' && c.world.now >= answer.startAt && c.world.now < answer.endAt
}

function isOwnGrant(c: Case, owner: PersonState, grant: Grant, thread: ThreadState | null): boolean {
  return (
    grant.feature === c.grant.feature &&
    grant.manifestVersion === c.grant.manifestVersion &&
    grant.purpose === c.grant.purpose &&
    grant.verbs.includes(c.verb) &&
    (thread === null || grant.threads.includes(thread.thread)) &&
    whyNotInForce(c.world, owner, grant, c.verb) === null
  )
}

/** An answer lets through every field that is granted, but a contact field only when it names it (reading 24). */
function fieldsOfAnswer(c: Case, answer: Countersignature): readonly Field[] {
  return c.fields.filter(
    (field) =>
      (field !== 'contact.email' && field !== 'contact.phone') || answer.contactFields.includes(field),
  )
}
