// The order of refusals (readings 1 to 7): the first that holds is the answer; when none does, the call is a case to judge.
import type { Field, Grant, Manifest, PersonId, RefusalCode } from '@countersign/protocol'
import type {
  FeatureState,
  PartnerState,
  PersonState,
  ReadingVerb,
  ThreadState,
  WorldCall,
  WorldState,
} from '../worlds/world-state.ts'
import {
  grantedFields,
  grantedManifest,
  grantThatSpeaks,
  isWidened,
  liveManifest,
  offers,
  whyNotInForce,
} from './grants.ts'
import { whyNotThere } from './threads.ts'

/** A call that is not refused, with everything that was settled on the way. */
export interface Case {
  readonly world: WorldState
  readonly people: ReadonlyMap<PersonId, PersonState>
  readonly person: PersonState
  readonly verb: ReadingVerb
  /** The grant in use: its feature, version and purpose are the scope of every allowance. */
  readonly grant: Grant
  /** Whether the version live for the granting person is reviewed; if not, only test accounts are reached. */
  readonly reviewed: boolean
  /** What the call asks for among what is granted. */
  readonly fields: readonly Field[]
  /** The thread the call names, for the verbs that need one. */
  readonly thread: ThreadState | null
}

interface Question {
  readonly world: WorldState
  readonly call: WorldCall
  readonly person: PersonState
  readonly partner: PartnerState
  readonly feature: FeatureState
}

interface GrantedQuestion extends Question {
  readonly grant: Grant
  readonly granted: Manifest | null
  readonly live: Manifest
}

/** The case of a call, or the code it is refused with. Throws when the call names somebody who is not in the world. */
export function caseOf(world: WorldState, call: WorldCall): Case | RefusalCode {
  const people = peopleOf(world)
  const question = {
    world,
    call,
    person: present(people.get(call.person), call.person),
    partner: present(
      world.partners.find((partner) => partner.partner === call.partner),
      call.partner,
    ),
    feature: present(
      world.features.find((feature) => feature.feature === call.feature),
      call.feature,
    ),
  }
  const early = firstOf(beforeTheGrant, question)
  if (early !== null) return early
  const live = liveManifest(question.feature, question.person)
  if (live === null) return 'REVIEW_MISSING'
  const grant = grantThatSpeaks(question.person, call)
  if (grant === null) return 'NO_GRANT'
  const granted = grantedManifest(question.feature, grant)
  const late = firstOf(ofTheGrant, { ...question, grant, granted, live })
  if (late !== null) return late
  const all = grantedFields(call.verb, grant, granted, live)
  return {
    world,
    people,
    person: question.person,
    verb: call.verb,
    grant,
    reviewed: live.reviewId !== null,
    fields: isForAllFields(call) ? all : all.filter((field) => call.fields?.includes(field)),
    thread: needsAThread(call) ? threadOf(world, call) : null,
  }
}

const beforeTheGrant: readonly ((question: Question) => RefusalCode | null)[] = [
  ({ person }) => (person.restricted ? 'RESTRICTED' : null),
  ({ partner }) => (partner.suspended ? 'SUSPENDED' : null),
  ({ partner, world }) => (world.now >= partner.certifiedUntil ? 'CERT_OVERDUE' : null),
  ({ feature, world }) => (world.now < feature.startAt ? 'FEATURE_ENDED' : null),
  ({ feature, world }) => (feature.endAt !== null && world.now >= feature.endAt ? 'FEATURE_ENDED' : null),
  ({ feature, person }) => (isReachedInReview(feature, person) ? null : 'REVIEW_MISSING'),
]

const ofTheGrant: readonly ((question: GrantedQuestion) => RefusalCode | null)[] = [
  ({ world, person, grant, call }) => whyNotInForce(world, person, grant, call.verb),
  ({ call, grant, granted, live }) => (isWidened(call, grant, granted, live) ? 'MANIFEST_WIDENED' : null),
  ({ call, grant }) => (grant.verbs.includes(call.verb) ? null : 'VERB_NOT_GRANTED'),
  ({ call, grant, live }) => (offers(live, call.verb, grant.purpose) ? null : 'VERB_NOT_GRANTED'),
  ({ call }) => (call.purpose === null ? 'PURPOSE_REQUIRED' : null),
  ({ call, grant }) => (call.purpose === grant.purpose ? null : 'PURPOSE_MISMATCH'),
  ({ call, grant, granted, live }) => {
    const all = grantedFields(call.verb, grant, granted, live)
    return isForAllFields(call) || call.fields?.every((field) => all.includes(field)) ? null : 'NOT_GRANTED'
  },
  ({ world, call, grant }) => {
    if (!needsAThread(call)) return null
    const thread = threadOf(world, call)
    return thread !== null && whyNotThere(world, grant, call.person, thread) === null ? null : 'NOT_FOUND'
  },
]

function firstOf<Q>(
  rules: readonly ((question: Q) => RefusalCode | null)[],
  question: Q,
): RefusalCode | null {
  for (const rule of rules) {
    const code = rule(question)
    if (code !== null) return code
  }
  return null
}

function isReachedInReview(feature: FeatureState, person: PersonState): boolean {
  const live = liveManifest(feature, person)
  return live !== null && (live.reviewId !== null || person.test)
}

/** Reading 6: asking for no fields asks for all that are granted. */
function isForAllFields(call: WorldCall): boolean {
  return call.fields === null || call.fields.length === 0
}

function needsAThread(call: WorldCall): boolean {
  return call.verb === 'messages.read' || call.verb === 'members.see'
}

function threadOf(world: WorldState, call: WorldCall): ThreadState | null {
  return world.threads.find((thread) => thread.thread === call.thread) ?? null
}

const known = new WeakMap<WorldState, ReadonlyMap<PersonId, PersonState>>()

/** Everybody in the world by id, kept per world because a world is asked about many times and never changes. */
function peopleOf(world: WorldState): ReadonlyMap<PersonId, PersonState> {
  const before = known.get(world)
  if (before !== undefined) return before
  const people = new Map(world.people.map((person) => [person.person, person]))
  known.set(world, people)
  return people
}

function present<T>(found: T | undefined, id: string): T {
  if (found === undefined) throw new Error(`${id} is not in the world: call about somebody who is`)
  return found
}
