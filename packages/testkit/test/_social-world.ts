// Graphs of people as worlds: who is whose friend, who installed a feature about friends, who let what pass; and what it reaches.
import {
  type ContactField,
  DAY_MS,
  type FeatureId,
  fieldsOf,
  giveCountersignature,
  giveGrant,
  type Instant,
  type Manifest,
  type PartnerId,
  type PersonId,
  type Result,
  uuidOf,
} from '@countersign/protocol'
import type { Page } from '../../server/src/gate/gate.ts'
import { openOpaqueIds } from '../../server/src/gate/opaque-ids.ts'
import type { Database, Session } from '../../server/src/store/database.ts'
import type { System } from '../../server/src/system.ts'
import { type SeededIds, seededIds } from '../src/seeded-ids.ts'
import { storeWorlds } from '../src/store-worlds.ts'
import { received } from '../src/world.ts'
import type { PersonState, WorldState } from '../src/worlds/world-state.ts'

/** The powers of the feature, all for one purpose. */
const powers = ['contact.own', 'friends.list', 'friends.contact'] as const
/** What it is for. */
export const purpose = 'find_friends'

/** A graph: people by their numbers from 0. */
export interface SocialGraph {
  readonly people: number
  readonly friendships: readonly (readonly [number, number])[]
  /** Who gave the feature every power of it. */
  readonly installers: readonly number[]
  /** Who countersigned for all their threads, and which contact fields they named. */
  readonly answers: ReadonlyMap<number, readonly ContactField[]>
}

/** A graph as a world, and everybody in it. */
export interface SocialWorld {
  readonly world: WorldState
  readonly people: readonly PersonId[]
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** Whose an e-mail address, a phone number or a name is: no two people share one. */
  readonly ownerOf: ReadonlyMap<string, PersonId>
}

/** Makes the world of a graph. Two seeds share no id and no value. */
export function socialWorld(graph: SocialGraph, seed: number, now: Instant): SocialWorld {
  const ids = seededIds(seed, now)
  const [partner, feature] = [ids.next('partner'), ids.next('feature')]
  const manifest: Manifest = {
    partner,
    feature,
    version: 1,
    offers: powers.map((verb) => ({ purpose, verb, fields: fieldsOf[verb] })),
    harvestBudget: 1_000,
    termDays: 180,
    texts: { en: { name: 'Finder', summary: 'Finds which friends are here too.' } },
    reviewId: 'review-1',
    publishedAt: now - DAY_MS,
  }
  const installers = new Set(graph.installers)
  const persons = Array.from({ length: graph.people }, (_, i): PersonState => {
    const person = ids.next('person')
    const answer = graph.answers.get(i)
    return {
      ...ways(seed, i),
      person,
      account: 'open',
      test: false,
      restricted: false,
      grants: installers.has(i) ? [granted(manifest, person, ids, now)] : [],
      countersignatures: answer === undefined ? [] : [answered(manifest, person, answer, ids, now)],
      unsigned: [],
      ownUses: [],
    }
  })
  const people = persons.map(({ person }) => person)
  return {
    people,
    partner,
    feature,
    ownerOf: new Map(
      persons.flatMap(({ person, name, contacts }) =>
        [name, ...contacts.map(({ value }) => value)].map((word) => [word, person] as const),
      ),
    ),
    world: {
      now,
      floor: 'author',
      partners: [{ partner, suspended: false, certifiedUntil: now + 365 * DAY_MS }],
      features: [{ partner, feature, startAt: 0, endAt: null, manifests: [manifest] }],
      voidedScreens: [],
      people: persons,
      friendships: graph.friendships.map(([a, b]) => ({
        people: [numbered(people, a), numbered(people, b)],
        since: now - DAY_MS,
      })),
      threads: [],
    },
  }
}

/** Stores a world, and makes keys for those who can get an entry: who gave anything at all. */
export async function settle(owner: Database, system: System, { world }: SocialWorld): Promise<void> {
  const gave = world.people.filter((one) => one.grants.length + one.countersignatures.length > 0)
  const rest = world.people.filter((one) => one.grants.length + one.countersignatures.length === 0)
  await owner.transaction(async (session) => {
    await storeWorlds(session, [{ ...world, people: gave, friendships: [] }])
    await storeCrowd(session, rest)
    await storeFriendships(session, world.friendships)
  })
  // A crowd that comes all at once is unknown to the planner until somebody looks.
  await owner.query('analyze persons, contact_fields, friendships')
  await system.keyring.create(gave.map(({ person }) => person))
}

/** People who gave nothing, as many as there are: column by column, for 87,000 rows as objects would take a minute. */
async function storeCrowd(owner: Session, people: readonly PersonState[]): Promise<void> {
  await owner.query(
    `insert into persons (person_id, account, display_name, created_at)
     select *, 0 from unnest($1::uuid[], $2::text[], $3::text[])`,
    [
      people.map(({ person }) => uuidOf(person)),
      people.map(({ account }) => account),
      people.map(({ name }) => name),
    ],
  )
  const ways = people.flatMap(({ person, contacts }) => contacts.map((way, i) => ({ ...way, person, i })))
  await owner.query(
    `insert into contact_fields (person_id, contact_id, kind, value, verified)
     select person_id, overlay(person_id::text placing place::text from 18 for 1)::uuid, kind, value, true
     from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) as row (person_id, place, kind, value)`,
    [
      ways.map(({ person }) => uuidOf(person)),
      ways.map(({ i }) => i),
      ways.map(({ kind }) => kind),
      ways.map(({ value }) => value),
    ],
  )
}

async function storeFriendships(owner: Session, friendships: WorldState['friendships']): Promise<void> {
  await owner.query(
    `insert into friendships (person_id, friend_id, since)
     select a, b, since from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as row (a, b, since)
     union all select b, a, since from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as row (a, b, since)`,
    [
      friendships.map(({ people: [a] }) => uuidOf(a)),
      friendships.map(({ people: [, b] }) => uuidOf(b)),
      friendships.map(({ since }) => since),
    ],
  )
}

/** What the partner reached with one person's grant, over all calls and pages. */
export interface Reached {
  readonly people: ReadonlySet<PersonId>
  readonly items: readonly Readonly<Record<string, unknown>>[]
  /** Every byte of every answer. */
  readonly bytes: string
}

/** Asks for everything there is with a person's grant, page by page. */
export async function reachOf(
  system: System,
  { partner, feature, ownerOf }: SocialWorld,
  person: PersonId,
  limit = 200,
): Promise<Reached> {
  const call = { partner, feature, person, purpose, fields: null, at: Date.now() }
  const ids = openOpaqueIds(system.keys.cursorKey('opaque ids'), call)
  const people = new Set<PersonId>()
  const items: Readonly<Record<string, unknown>>[] = []
  const bodies: string[] = []
  for (const read of ['ownContact', 'friends', 'friendContacts'] as const) {
    let cursor: Page['cursor'] = null
    do {
      const got = await received(await system.gate[read](call, { limit, cursor }))
      for (const item of got.items) {
        const by = String(item.email ?? item.phone ?? item.name)
        const whose = ids.openFriend(String(item.id)) ?? ownerOf.get(by)
        if (whose === undefined) throw new Error(`an item of nobody: ${JSON.stringify(item)}`)
        people.add(whose)
      }
      items.push(...got.items)
      bodies.push(got.body)
      cursor = got.next
    } while (cursor !== null)
  }
  return { people, items, bytes: bodies.join('\n') }
}

/** Whom the ledger says the partner was told of. */
export async function disclosedTo(owner: Session, partner: PartnerId): Promise<ReadonlySet<string>> {
  const { rows } = await owner.query<{ person: string }>(
    `select distinct record->>'person' as person from entries where partner_id = $1 and kind = 'disclosure'`,
    [uuidOf(partner)],
  )
  return new Set(rows.map((row) => row.person))
}

/** Does something for each of many, a few at a time. */
export async function fewAtATime<T>(all: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const queue = all[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

/** The person of a number. */
export function numbered(people: readonly PersonId[], n: number): PersonId {
  const person = people[n]
  if (person === undefined) throw new RangeError(`there is no person ${n}`)
  return person
}

/** A name and two verified ways to reach somebody, unlike anybody else's. */
function ways(seed: number, n: number): Pick<PersonState, 'name' | 'contacts'> {
  const own = `${seed}-${String(n).padStart(6, '0')}`
  return {
    name: `Name ${own}`,
    contacts: [
      { kind: 'email', value: `${own}@mail.example`, verified: true },
      { kind: 'phone', value: `+44 ${own}`, verified: true },
    ],
  }
}

const term = (now: Instant) => ({ startAt: now - DAY_MS, endAt: now + 100 * DAY_MS, history: false })

function granted(manifest: Manifest, person: PersonId, ids: SeededIds, now: Instant) {
  return made(
    giveGrant(manifest, {
      id: ids.next('grant'),
      person,
      purpose,
      verbs: powers,
      threads: [],
      ...term(now),
      screenHash: ids.hash(),
      locale: 'en',
    }),
  )
}

function answered(
  { partner, feature, version: manifestVersion }: Manifest,
  person: PersonId,
  contactFields: readonly ContactField[],
  ids: SeededIds,
  now: Instant,
) {
  return made(
    giveCountersignature({
      id: ids.next('countersignature'),
      person,
      partner,
      feature,
      manifestVersion,
      purpose,
      thread: null,
      answer: 'allow',
      ...term(now),
      contactFields,
      screenHash: ids.hash(),
    }),
  )
}

function made<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}
