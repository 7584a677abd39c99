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
  projectMessage,
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
import { displayNames, messagesByAuthor } from '../store/gate-messages.ts'
import type { Call, Page } from './gate.ts'
import type { OpaqueIds } from './opaque-ids.ts'
import { planMessages } from './plan.ts'

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
    const { facts, threads } = await loadFacts(session, context.floor, request, registered)
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
  const people = new Set([...threads.values()].flatMap((t) => t.memberships.map((stay) => stay.person)))
  for (const { titleBy } of threads.values()) if (titleBy !== null) people.add(titleBy)
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

/** `messages.read`: messages of one thread, newest first. */
export function readMessages(
  ids: OpaqueIds,
  thread: ThreadId | undefined,
  project = projectMessage,
): Reading {
  return {
    verb: 'messages.read',
    thread,
    async gather({ session, request, facts, held, now, threads, decideItem }, page) {
      const found = thread && threads.get(thread)
      if (!found) return { outgoing: [], next: null }
      const names = ids.inThread(found.thread, held.grant.verbs.includes('members.see'))
      const filter = planMessages(request, facts, held, found, now)
      const released: (Outgoing & { position: number })[] = []
      let before = cursorPosition(page, names.openCursor)
      // One more than asked tells whether there is a next page; what the decision drops is made up for.
      while (released.length <= page.limit) {
        const limit = page.limit + 1 - released.length
        const candidates = await messagesByAuthor(session, filter, { before, limit })
        for (const { position, message } of candidates) {
          const projection = project(message, decideItem, names)
          if (projection !== undefined)
            released.push({ position, object: { ...projection.item }, disclosed: projection.disclosed })
        }
        const last = candidates.at(-1)
        if (last === undefined || candidates.length < limit) break
        before = last.position
      }
      const shown = released.slice(0, page.limit)
      const last = shown.at(-1)
      return {
        outgoing: shown,
        next: released.length > page.limit && last !== undefined ? names.cursor(last.position) : null,
      }
    },
  }
}

/** `threads.list`: the threads the person selected, with the titles whose authors allow it. */
export function readThreads(ids: OpaqueIds): Reading {
  return {
    verb: 'threads.list',
    thread: null,
    async gather({ request, facts, now, threads, decideItem, fields }, page) {
      const all = [...threads.values()]
        .filter(
          ({ thread }) =>
            decide({ ...request, thread }, { ...facts, thread: threads.get(thread) ?? null }, now).outcome ===
            'permit',
        )
        .map((found) => {
          const { thread, title, titleBy, kind } = found
          const shown =
            titleBy !== null &&
            decideItem(
              { kind: 'thread_title', people: { author: titleBy }, sentAt: null, fields: ['thread.title'] },
              thread,
            ).outcome === 'permit'
          const object = {
            kind: 'thread',
            id: ids.thread(thread),
            ...(shown && { title }),
            ...(fields.includes('thread.kind') && { thread_kind: kind }),
          }
          const disclosed: Disclosed[] = [{ person: request.person, kind: 'member' }]
          if (shown && titleBy !== null) disclosed.push({ person: titleBy, kind: 'thread_title' })
          return { object, disclosed }
        })
      return pageOf(all, page)
    },
  }
}

/** `members.see`: the present members of one thread who allowed it, and the granting person. */
export function readMembers(ids: OpaqueIds, thread: ThreadId | undefined): Reading {
  return {
    verb: 'members.see',
    thread,
    async gather({ session, threads, now, decideItem }, page) {
      const found = thread && threads.get(thread)
      if (!found) return { outgoing: [], next: null }
      const names = ids.inThread(found.thread, true)
      const present = found.memberships.filter(
        (stay) => stay.joinedAt <= now && (stay.leftAt === null || now < stay.leftAt),
      )
      const allowed = present.map((stay) => ({
        stay,
        decision: decideItem({
          kind: 'member',
          people: { member: stay.person },
          sentAt: null,
          fields: ['member.name', 'member.joined_at'],
        }),
      }))
      const leaving = allowed.filter(({ decision }) => decision.outcome === 'permit')
      const called = await displayNames(
        session,
        leaving.map(({ stay }) => stay.person),
      )
      const all = leaving.map(({ stay: { person, joinedAt }, decision }) => {
        const has = (field: Field): boolean =>
          decision.outcome === 'permit' && decision.fields.includes(field)
        const object = {
          kind: 'member',
          id: names.member(person),
          ...(has('member.name') && { name: called.get(person) ?? '' }),
          ...(has('member.joined_at') && { joined_at: new Date(joinedAt).toISOString() }),
        }
        return { object, disclosed: [{ person, kind: 'member' as const }] }
      })
      return pageOf(all, page)
    },
  }
}

/** A look that releases nothing: for acts a partner may do. */
export function readNothing(verb: Verb, thread: ThreadId | null): Reading {
  return { verb, thread, gather: async () => ({ outgoing: [], next: null }) }
}

/** Opaque ids order a list: an order that tells nothing, and a place in it that is an id the partner already holds. */
function pageOf(
  all: readonly Outgoing[],
  page: Page,
): { outgoing: readonly Outgoing[]; next: string | null } {
  const inOrder = all.toSorted((a, b) => (String(a.object.id) < String(b.object.id) ? -1 : 1))
  const after = inOrder.filter(({ object }) => page.cursor === null || String(object.id) > page.cursor)
  const shown = after.slice(0, page.limit)
  return { outgoing: shown, next: after.length > page.limit ? String(shown.at(-1)?.object.id) : null }
}

function cursorPosition(page: Page, open: (text: string) => number | undefined): number {
  if (page.cursor === null) return Number.MAX_SAFE_INTEGER
  return open(page.cursor) ?? 0
}
