// Look (design §5, step 1): read what may leave with permission as known now. Nothing leaves the process here.

import type { ThreadSetting } from '@countersign/protocol'
import {
  type AccessRequest,
  type Decision,
  type Disclosed,
  decide,
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
import type { Database, Session } from '../store/database.ts'
import {
  type FeatureFacts,
  featureFacts,
  liveManifest,
  peopleFacts,
  startLook,
  type ThreadTitle,
  threadFacts,
} from '../store/facts.ts'
import type { Call, Page } from './gate.ts'

/** What a look needs around it. */
export interface LookContext {
  readonly db: Database
  readonly clock: Clock
  readonly logId: number
  readonly floor: ThreadSetting
}

/** One object about to leave, and whom it says something about. */
export interface Outgoing {
  readonly object: Readonly<Record<string, unknown>>
  readonly thread: ThreadId
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
  gather(
    permitted: Permitted,
    page: Page,
  ): Promise<{ readonly outgoing: readonly Outgoing[]; readonly next: string | null }>
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
}

/** Looks once, in one read-only transaction of the gate's own login. */
export function look(context: LookContext, call: Call, reading: Reading, page: Page): Promise<Looked> {
  return context.db.transaction(async (session) => {
    const start = await startLook(session, context.logId)
    const now = Math.max(start.headTime, context.clock.decisionTime(start.databaseTime))
    const request: AccessRequest = {
      partner: call.partner,
      feature: call.feature,
      person: call.person,
      verb: reading.verb,
      purpose: call.purpose,
      fields: call.fields,
      thread: reading.thread ?? null,
    }
    const registered = await featureFacts(session, call.partner, call.feature)
    const base = { request, turn: start.turn, now, outgoing: [], next: null }
    if (registered === undefined)
      return {
        ...base,
        decision: { outcome: 'refuse', code: 'NO_GRANT' },
        facts: null,
        held: undefined,
        horizon: Number.POSITIVE_INFINITY,
      }
    const { facts: found, threads } = await loadFacts(session, context.floor, request, registered)
    const facts: Facts = { ...found, ...reading.acting }
    const decision = decide(request, facts, now)
    const held = grantFor(request, facts)
    const looked = { ...base, decision, facts, held, horizon: horizon(facts, now) }
    if (decision.outcome === 'refuse' || held === undefined) return looked
    const decideItem = (item: Item, thread = request.thread): Decision =>
      decide({ ...request, thread, item }, { ...facts, thread: (thread && threads.get(thread)) || null }, now)
    const permitted = { session, request, facts, held, fields: decision.fields, now, threads, decideItem }
    return { ...looked, ...(await reading.gather(permitted, page)) }
  }, 'read only')
}

/** The facts of one call: the granting person first, then the threads concerned, then everybody in those threads. */
async function loadFacts(
  session: Session,
  floor: ThreadSetting,
  request: AccessRequest,
  registered: FeatureFacts,
): Promise<{ facts: Facts; threads: ReadonlyMap<ThreadId, ThreadFacts & ThreadTitle> }> {
  const of = { partner: request.partner, feature: request.feature, facts: registered }
  const alone = await peopleFacts(session, [request.person], of)
  const person = alone.get(request.person) ?? nobody(request.person)
  const wanted = request.thread === null ? selectedThreads(person, request.feature) : [request.thread]
  const threads = await threadFacts(session, wanted, floor)
  const people = new Set([...threads.values()].flatMap((found) => peopleThatMatter(found, request)))
  const everyone = people.size === 0 ? alone : await peopleFacts(session, [...people.add(request.person)], of)
  const others = new Map([...everyone].filter(([id]) => id !== request.person))
  const facts: Facts = {
    partner: registered.partner,
    feature: registered.feature,
    liveManifest: liveManifest(registered.manifests, person.test),
    person: everyone.get(request.person) ?? person,
    thread: (request.thread && threads.get(request.thread)) || null,
    others,
  }
  return { facts, threads }
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
