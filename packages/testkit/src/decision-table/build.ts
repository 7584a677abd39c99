// From a row of the decision table to a world: the request, the facts and the item that decide() takes, and what to store.
import {
  type AccessRequest,
  type CountersignatureFacts,
  type Facts,
  type GrantFacts,
  giveCountersignature,
  giveGrant,
  type Instant,
  type Item,
  type Manifest,
  type PersonFacts,
  type PersonId,
  type ThreadId,
} from '@countersign/protocol'
import { liveManifest } from '../../../server/src/store/facts.ts'
import type { LoadableThread, LoadableWorld } from '../load-world.ts'
import { type SeededIds, seededIds } from '../seeded-ids.ts'
import { TableError } from './csv.ts'
import { everyone, type Who } from './item-cell.ts'
import { itemsOf, messagesOf } from './items.ts'
import type { TableRow } from './parse.ts'
import type { PermissionWords, PersonWords } from './person-cell.ts'
import { at, readMoment } from './words.ts'

/** A row ready to be decided: in memory from `request`, `facts` and `items`, in a database from `world`. */
export interface BuiltRow {
  readonly row: TableRow
  readonly people: Readonly<Record<Who, PersonId>>
  readonly thread: ThreadId
  readonly request: AccessRequest
  readonly facts: Facts
  /** What must all be permitted for the item to leave; empty for a call as a whole. */
  readonly items: readonly Item[]
  readonly now: Instant
  readonly world: LoadableWorld
}

/** Permissions last this long unless the row says otherwise. */
const TERM = readMoment('180')

/**
 * Builds a row so that its call is made at `now`; day 0 lies as far before as the row says. Two seeds share no id.
 * @throws {TableError} when the row has a permission nobody could have given
 */
export function buildRow(row: TableRow, { now, seed }: { now: Instant; seed: number }): BuiltRow {
  const ids = seededIds(seed, now)
  const people = Object.fromEntries(everyone.map((who) => [who, ids.next('person')])) as Record<Who, PersonId>
  const threads = { thread: ids.next('thread'), other: ids.next('thread'), unknown: ids.next('thread') }
  const dayZero = now - row.day
  const manifests = manifestsOf(row, ids, dayZero)
  const context: Context = { row, ids, people, threads, dayZero, manifests }
  const facts = factsOf(context)
  const items = itemsOf(row.item, people, (moment) => at(dayZero, moment))
  const request: AccessRequest = {
    partner: facts.partner.partner,
    feature: facts.feature.feature,
    person: people.ana,
    verb: row.verb,
    purpose: row.purpose,
    fields: row.asks.fields,
    thread: row.item?.kind === 'thread_title' ? threads.thread : facts.named,
    ...(row.asks.depth !== null && { depth: row.asks.depth }),
  }
  const messages = messagesOf(row.item, { ids, people, instant: (moment) => at(dayZero, moment) })
  const title = row.item?.kind === 'thread_title' ? { title: 'Friday songs', by: people[row.item.by] } : null
  const stored = facts.stored.map(
    (thread, i): LoadableThread => ({
      ...thread,
      title: i === 0 ? title : null,
      messages: i === 0 ? messages : [],
    }),
  )
  const { partner, feature, person, others, thread } = facts
  const live = liveManifest(manifests, row.people.ana.test)
  // The table is about permission; what was confirmed and what was placed is in order.
  const acting = { ticket: 'valid', placement: { own: true, deletedLastMinute: 0 } } as const
  const decided: Facts = { partner, feature, liveManifest: live, person, thread, others, ...acting }
  const persons = [person, ...everyone.slice(1).map((who) => personFacts(context, who))]
  return {
    row,
    people,
    thread: threads.thread,
    request,
    facts: decided,
    items,
    now,
    world: {
      partner,
      feature,
      manifests: [...manifests.values()],
      persons,
      threads: stored,
      // Ana's friends are the other four.
      friendships: everyone.slice(1).map((who) => ({ people: [people.ana, people[who]], since: 0 })),
    },
  }
}

interface Context {
  readonly row: TableRow
  readonly ids: SeededIds
  readonly people: Readonly<Record<Who, PersonId>>
  readonly threads: Readonly<Record<'thread' | 'other' | 'unknown', ThreadId>>
  readonly dayZero: Instant
  readonly manifests: ReadonlyMap<number, Manifest>
}

type NamedFacts = Omit<Facts, 'liveManifest'> & {
  readonly named: ThreadId | null
  readonly stored: readonly Omit<LoadableThread, 'title' | 'messages'>[]
}

function factsOf(context: Context): NamedFacts {
  const { row, people, threads, dayZero, manifests } = context
  const [{ partner, feature }] = [...manifests.values()] as [Manifest]
  const memberships = everyone.flatMap((who) =>
    row.people[who].stays.map(({ joined, left }) => ({
      person: people[who],
      joinedAt: at(dayZero, joined),
      leftAt: left === null ? null : at(dayZero, left),
    })),
  )
  const stored = [
    { thread: threads.thread, setting: row.setting, memberships },
    { thread: threads.other, setting: 'author' as const, memberships },
  ]
  const named = row.asks.thread === 'none' ? null : threads[row.asks.thread]
  const found = row.item?.kind === 'thread_title' ? threads.thread : named
  const thread = stored.find((one) => one.thread === found) ?? null
  const touched = everyone.filter(
    (who) => who !== 'ana' && (found === null || row.people[who].stays.length > 0),
  )
  return {
    partner: {
      partner,
      suspended: row.partner.suspended,
      certifiedUntil: at(dayZero, row.partner.certifiedUntil),
    },
    feature: {
      feature,
      partner,
      startAt: at(dayZero, row.partner.startAt),
      endAt: row.partner.endAt === null ? null : at(dayZero, row.partner.endAt),
    },
    person: personFacts(context, 'ana'),
    thread: thread && {
      ...thread,
      setting: strictest(thread.setting, row.floor),
    },
    others: new Map(touched.map((who) => [people[who], personFacts(context, who)])),
    named,
    stored,
  }
}

function strictest(own: TableRow['setting'], floor: TableRow['floor']): TableRow['setting'] {
  const both = [own, floor]
  return both.includes('closed') ? 'closed' : both.includes('all-parties') ? 'all-parties' : 'author'
}

function manifestsOf(row: TableRow, ids: SeededIds, dayZero: Instant): ReadonlyMap<number, Manifest> {
  const [partner, feature] = [ids.next('partner'), ids.next('feature')]
  return new Map(
    row.partner.versions.map(({ version, offers, reviewed }) => [
      version,
      {
        partner,
        feature,
        version,
        offers,
        harvestBudget: 1e3,
        termDays: 365,
        texts: {
          en: {
            name: 'Songs',
            summary: 'Shows a chat what it is enjoying together.',
          },
        },
        reviewId: reviewed ? `review-${version}` : null,
        publishedAt: at(dayZero, readMoment('-40')),
      },
    ]),
  )
}

/** Ids are made once for each person and permission, so that the same person built twice is the same. */
function personFacts(context: Context, who: Who): PersonFacts {
  const { row, people, dayZero, ids } = context
  const words: PersonWords = row.people[who]
  const person = people[who]
  const made = words.permissions.map((permission, i) => ({ permission, ids: ids.of(`${who} ${i}`) }))
  return {
    person,
    account: words.account,
    test: words.test,
    restricted: words.restricted,
    grants: made
      .filter(({ permission }) => permission.kind === 'grant')
      .map(({ permission, ids: own }) => grantFacts(context, person, permission, own)),
    countersignatures: made
      .filter(({ permission }) => permission.kind !== 'grant')
      .map(({ permission, ids: own }) => answerFacts(context, person, permission, own)),
    ownUse: Object.fromEntries(words.uses.map((use) => [use.verb, at(dayZero, use.at)])),
  }
}

function termOf({ from, until }: PermissionWords, dayZero: Instant): { startAt: Instant; endAt: Instant } {
  return { startAt: at(dayZero, from), endAt: at(dayZero, until ?? from + TERM) }
}

function grantFacts(
  { row, dayZero, manifests, threads }: Context,
  person: PersonId,
  words: PermissionWords,
  ids: SeededIds,
): GrantFacts {
  const manifest = manifests.get(words.version)
  if (manifest === undefined) throw new TableError(row.file, row.line, `there is no version ${words.version}`)
  const given = giveGrant(manifest, {
    id: ids.next('grant'),
    person,
    purpose: words.purpose,
    verbs: words.verbs ?? [row.verb],
    threads: words.threads === 'everywhere' ? [] : words.threads.map((word) => threads[word]),
    ...termOf(words, dayZero),
    history: words.history,
    screenHash: ids.hash(),
    locale: 'en',
  })
  if (!given.ok) throw new TableError(row.file, row.line, `no screen gives this grant: ${given.error}`)
  const grant = { ...given.value, fields: words.fields ?? given.value.fields }
  const facts = { manifest, screenVoided: words.voided, signed: words.signed }
  if (words.ended === null) return { ...facts, grant }
  const endedAt = at(dayZero, words.ended.at)
  return words.ended.how === 'replaced'
    ? { ...facts, grant: { ...grant, state: 'superseded', endedAt, supersededBy: ids.next('grant') } }
    : { ...facts, grant: { ...grant, state: 'withdrawn', endedAt } }
}

function answerFacts(
  { row, dayZero, manifests, threads }: Context,
  person: PersonId,
  words: PermissionWords,
  ids: SeededIds,
): CountersignatureFacts {
  const [{ partner, feature }] = [...manifests.values()] as [Manifest]
  const [thread, ...more] = words.threads === 'everywhere' ? [] : words.threads
  if (more.length > 0) throw new TableError(row.file, row.line, 'an answer is for one thread or everywhere')
  const given = giveCountersignature({
    id: ids.next('countersignature'),
    person,
    partner,
    feature,
    manifestVersion: words.version,
    purpose: words.purpose,
    thread: thread === undefined ? null : threads[thread],
    answer: words.kind === 'never' ? 'never' : 'allow',
    ...termOf(words, dayZero),
    history: words.history,
    contactFields: words.contactFields,
    screenHash: ids.hash(),
  })
  if (!given.ok) throw new TableError(row.file, row.line, `nobody can answer so: ${given.error}`)
  return {
    countersignature:
      words.ended === null
        ? given.value
        : { ...given.value, state: 'ended', endedAt: at(dayZero, words.ended.at) },
    screenVoided: words.voided,
    signed: words.signed,
  }
}
