// Look (design §5, step 1): read what may leave with permission as known now. Nothing leaves the process here.

import type { ThreadSetting } from '@countersign/protocol'
import {
  type AccessRequest,
  type Decision,
  type Disclosed,
  decide,
  decideItems,
  type Facts,
  type FeatureId,
  type Field,
  type GrantFacts,
  grantFor,
  horizon,
  type Instant,
  type Item,
  type PersonFacts,
  type PersonId,
  type ThreadFacts,
  type ThreadId,
  type Verb,
} from '@countersign/protocol'
import type { Clock } from '../ports/clock.ts'
import type { Session } from '../store/database.ts'
import {
  type FeatureFacts,
  featureFacts,
  liveManifest,
  peopleFacts,
  peopleRows,
  startLook,
  type ThreadTitle,
  threadFacts,
} from '../store/facts.ts'
import type { Call, Page } from './gate.ts'
import type { Kept, KeptFacts, ReadAt } from './kept-facts.ts'

/** What a look needs around it. */
export interface LookContext {
  readonly clock: Clock
  readonly logId: number
  readonly floor: ThreadSetting
  /** Facts of earlier looks. */
  readonly keptByLook: KeptFacts<Known>
}

/** What a look knows of its call before it gathers: everything that changes only through the turnstile. */
export interface Known {
  readonly registered: FeatureFacts
  readonly facts: Facts
  readonly threads: ReadonlyMap<ThreadId, ThreadFacts & ThreadTitle>
}

/** One object about to leave, and whom it says something about. */
export interface Outgoing {
  readonly object: Readonly<Record<string, unknown>>
  /** Null for what concerns no thread: a friend, a contact field. */
  readonly thread: ThreadId | null
  /** When it was sent; null for what is true now rather than sent. */
  readonly sentAt: Instant | null
  readonly disclosed: readonly Disclosed[]
}

/** What a look saw: the decision, what it would release, and what both rest on. */
export interface Looked {
  readonly request: AccessRequest
  readonly decision: Decision
  readonly facts: Facts | null
  readonly held: GrantFacts | undefined
  /** The turn the look saw; changes of later turns send it back. */
  readonly turn: number
  /** What it rests on, when that may be used again. */
  readonly kept: Kept<Known> | undefined
  readonly now: Instant
  /** The look stands until then, as far as the clock goes. */
  readonly horizon: Instant
  readonly outgoing: readonly Outgoing[]
  readonly next: string | null
}

/** One kind of answer: which threads it concerns and what it gathers once the call is permitted. */
export interface Reading {
  readonly verb: Verb
  /** The thread the route names; null when it names none; undefined when what it names is no thread of this scope. */
  readonly thread: ThreadId | null | undefined
  /** For acts: what is known of the ticket or placement; without it such an act is refused. */
  readonly acting?: Pick<Facts, 'ticket' | 'placement'>
  gather(permitted: Permitted, page: Page): Promise<Gathered>
}

/** What a reading gathered. */
export interface Gathered {
  readonly outgoing: readonly Outgoing[]
  readonly next: string | null
  /** The people whose permission was weighed, where the call's facts did not hold them all. */
  readonly others?: Facts['others']
}

/** A permitted call in the middle of its look. */
export interface Permitted {
  readonly session: Session
  readonly request: AccessRequest
  readonly facts: Facts
  readonly held: GrantFacts
  readonly fields: readonly Field[]
  readonly now: Instant
  readonly threads: ReadonlyMap<ThreadId, ThreadFacts & ThreadTitle>
  decideItem(item: Item, thread?: ThreadId): Decision
  /** The facts of people who are not in the call's: of friends, a page at a time. Declares them in place of others. */
  loadPeople(people: readonly PersonId[]): Promise<Facts['others']>
}

/** Looks once, in a transaction of the gate's own login that can write nothing. */
export async function look(
  session: Session,
  context: LookContext,
  call: Call,
  reading: Reading,
  page: Page,
): Promise<Looked> {
  const request: AccessRequest = {
    partner: call.partner,
    feature: call.feature,
    person: call.person,
    verb: reading.verb,
    purpose: call.purpose,
    fields: call.fields,
    thread: reading.thread ?? null,
    ...(call.depth !== undefined && { depth: call.depth }),
  }
  const { kept, readAt } = await know(session, context, request)
  const now = Math.max(readAt.time, context.clock.decisionTime(call.at))
  const base = { request, turn: kept?.turn ?? readAt.turn, kept, now, outgoing: [], next: null }
  if (kept === undefined)
    return {
      ...base,
      decision: { outcome: 'refuse', code: 'NO_GRANT' },
      facts: null,
      held: undefined,
      horizon: Number.POSITIVE_INFINITY,
    }
  const { threads, registered } = kept.facts
  const facts: Facts = { ...kept.facts.facts, ...reading.acting }
  const decision = decide(request, facts, now)
  const held = grantFor(request, facts)
  const looked = { ...base, decision, facts, held, horizon: horizon(facts, now) }
  if (decision.outcome === 'refuse' || held === undefined) return looked
  const deciding = new Map<ThreadId | null, ReturnType<typeof decideItems>>()
  const decideItem = (item: Item, thread = request.thread): Decision => {
    const about = { ...facts, thread: (thread && threads.get(thread)) || null }
    const decided = deciding.get(thread) ?? decideItems({ ...request, thread }, about, now)
    deciding.set(thread, decided)
    return decided(item)
  }
  const loadPeople = async (people: readonly PersonId[]): Promise<Facts['others']> =>
    peopleFacts(await peopleRows(session, people, request), registered)
  const { fields } = decision
  const { others, outgoing, next } = await reading.gather(
    { session, request, facts, held, fields, now, threads, decideItem, loadPeople },
    page,
  )
  if (others === undefined) return { ...looked, outgoing, next }
  const weighed: Facts = { ...facts, others: new Map([...facts.others, ...others]) }
  return { ...looked, facts: weighed, horizon: horizon(weighed, now), outgoing, next }
}

/** What facts are about, as far as two calls share them. */
function factsName({ partner, feature, person, thread }: AccessRequest): string {
  return `${partner} ${feature} ${person} ${thread}`
}

/** The facts, kept ones or read now, and when they were read. Without facts there is no such feature. */
async function know(
  session: Session,
  { keptByLook, clock, logId, floor }: LookContext,
  request: AccessRequest,
): Promise<{ readonly kept: Kept<Known> | undefined; readonly readAt: ReadAt }> {
  const name = factsName(request)
  const found = keptByLook.find(name)
  if (found !== undefined) return { kept: found, readAt: found.readAt }
  // The turn is read first: what changes from here on is later than it.
  const [start, facts] = await Promise.all([startLook(session, logId), loadFacts(session, floor, request)])
  const time = Math.max(start.headTime, clock.decisionTime(start.databaseTime))
  const readAt = { turn: start.turn, time }
  return { kept: facts && keptByLook.keep(name, facts, readAt), readAt }
}

/** The facts of one call, or undefined when the partner has no such feature. */
async function loadFacts(
  session: Session,
  floor: ThreadSetting,
  request: AccessRequest,
): Promise<Known | undefined> {
  const { partner, feature, person, thread } = request
  const [registered, alone, named] = await Promise.all([
    featureFacts(session, partner, feature),
    thread === null ? peopleRows(session, [person], request) : undefined,
    thread === null ? undefined : threadFacts(session, [thread], floor),
  ])
  if (registered === undefined) return undefined
  const own = alone && peopleFacts(alone, registered).get(person)
  const threads = named ?? (await threadFacts(session, own ? selectedThreads(own, feature) : [], floor))
  const people = new Set([...threads.values()].flatMap((found) => peopleThatMatter(found, request)))
  const rows =
    alone !== undefined && people.size === 0
      ? alone
      : await peopleRows(session, [...people.add(person)], request)
  const everyone = peopleFacts(rows, registered)
  const granting = everyone.get(person) ?? nobody(person)
  const facts: Facts = {
    partner: registered.partner,
    feature: registered.feature,
    liveManifest: liveManifest(registered.manifests, granting.test),
    person: granting,
    thread: (thread && threads.get(thread)) || null,
    others: new Map([...everyone].filter(([id]) => id !== person)),
  }
  return { registered, facts, threads }
}

/** Whose permission a thread's items can stand on. A list of threads has only titles, unless everybody must agree to them. */
function peopleThatMatter(
  { memberships, titleBy, setting }: ThreadFacts & ThreadTitle,
  { thread }: AccessRequest,
): readonly PersonId[] {
  const members = thread !== null || setting === 'all-parties' ? memberships.map((stay) => stay.person) : []
  return titleBy === null ? members : [...members, titleBy]
}

function selectedThreads(person: PersonFacts, feature: FeatureId): readonly ThreadId[] {
  const given = person.grants.filter(({ grant }) => grant.feature === feature && grant.state === 'given')
  return [...new Set(given.flatMap(({ grant }) => grant.threads))]
}

/** A person who is not there has granted nothing. */
function nobody(person: PersonId): PersonFacts {
  return {
    person,
    account: 'closed',
    test: false,
    restricted: false,
    grants: [],
    countersignatures: [],
    ownUse: {},
  }
}
