// People reached ≤ people who agreed: on any graph, on the graph of 2018 at 1:1,000 (D2), and in an address book (D5).
import { type ContactField, fieldsOf, type PersonId } from '@countersign/protocol'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { takeAnswerBack } from '../../server/src/acts/answer-ask.ts'
import { listDisclosures } from '../../server/src/acts/list-disclosures.ts'
import { openDatabase } from '../../server/src/store/database.ts'
import { mintingPartner } from '../src/minted-token.ts'
import { testServer } from '../src/system.ts'
import { throwDice } from '../src/worlds/dice.ts'
import {
  disclosedTo,
  fewAtATime,
  numbered,
  purpose,
  reachOf,
  type SocialGraph,
  type SocialWorld,
  settle,
  socialWorld,
} from './_social-world.ts'

const { system, clock, database } = await testServer()
const owner = openDatabase(database.owner, { size: 2, onIdleError: () => {} })
afterAll(() => owner.close())
const now = clock.now()
const contactFields = fieldsOf['friends.contact']
let worlds = 0

async function settled(graph: SocialGraph): Promise<SocialWorld> {
  worlds += 1
  const social = socialWorld(graph, worlds, now)
  await settle(owner, system, social)
  return social
}

/** Any few people with any friendships: some installed the feature, some others answered. */
const graphs = (mayAnswer: boolean): fc.Arbitrary<SocialGraph> =>
  fc.integer({ min: 2, max: 24 }).chain((people) => {
    const person = fc.nat(people - 1)
    const answer = fc.tuple(person, fc.subarray<ContactField>([...contactFields]))
    return fc.record({
      people: fc.constant(people),
      friendships: fc
        .uniqueArray(fc.tuple(person, person), {
          maxLength: 60,
          selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
        })
        .map((pairs) => pairs.filter(([a, b]) => a !== b)),
      installers: fc.uniqueArray(person, { minLength: 1, maxLength: 6 }),
      answers: mayAnswer
        ? fc.uniqueArray(answer, { maxLength: 8, selector: ([who]) => who }).map((all) => new Map(all))
        : fc.constant(new Map<number, readonly ContactField[]>()),
    })
  })

/** Everybody reached through any of the installers, in pages of any size. */
async function reachedBy(social: SocialWorld, graph: SocialGraph): Promise<ReadonlySet<PersonId>> {
  const all = new Set<PersonId>()
  await fewAtATime(graph.installers, async (installer) => {
    const { people } = await reachOf(system, social, numbered(social.people, installer), 1 + (installer % 5))
    for (const person of people) all.add(person)
  })
  return all
}

const runs = { numRuns: 25, seed: Number(process.env['COUNTERSIGN_SEED'] ?? 2018) }

describe('on any graph (COP-08)', () => {
  test('where nobody but the installers agreed, exactly they are reached', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(false), async (graph) => {
        const social = await settled(graph)
        const agreed = new Set(graph.installers.map((n) => numbered(social.people, n)))
        expect(await reachedBy(social, graph)).toEqual(agreed)
        expect(await disclosedTo(owner, social.partner)).toEqual(agreed)
      }),
      runs,
    )
  })

  test('exactly the installers and those of their friends who agreed are reached, the ledger says the same', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(true), async (graph) => {
        const social = await settled(graph)
        const installers = new Set(graph.installers)
        const agreed = [...graph.answers.keys()].filter((n) =>
          graph.friendships.some(
            ([a, b]) => (a === n && installers.has(b)) || (b === n && installers.has(a)),
          ),
        )
        const expected = new Set([...installers, ...agreed].map((n) => numbered(social.people, n)))
        expect(await reachedBy(social, graph)).toEqual(expected)
        expect(await disclosedTo(owner, social.partner)).toEqual(expected)
      }),
      runs,
    )
  })
})

/**
 * 270 people installed a quiz; they and their friends are exactly 87,000 (F8 at 1:1,000: 322 people an installer). Who has
 * how many friends follows a power law, as friends do.
 */
function quizGraph(installers: number, people: number): SocialGraph {
  const dice = throwDice(2014, 0)
  const weights = Array.from({ length: installers }, () => (1 - dice.below(1e6) / 1e6) ** -0.6)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const friendships: [number, number][] = []
  let [friend, upTo] = [installers, installers]
  for (const [i, weight] of weights.entries()) {
    upTo += (weight / total) * (people - installers)
    const last = i === installers - 1 ? people : Math.round(upTo)
    while (friend < last) friendships.push([i, friend++])
  }
  return {
    people,
    friendships,
    installers: Array.from({ length: installers }, (_, i) => i),
    answers: new Map(),
  }
}

describe('D2: a quiz with 270 installers on a graph of 87,000', () => {
  test('gets 270 own records and 0 others, over all calls', { timeout: 120_000 }, async () => {
    const graph = quizGraph(270, 87_000)
    expect(new Set(graph.friendships.flat()).size).toBe(87_000)
    const social = await settled(graph)
    const records = new Set<PersonId>()
    let others = 0
    await fewAtATime(graph.installers, async (n) => {
      const installer = numbered(social.people, n)
      const { items, people } = await reachOf(system, social, installer)
      expect(items.map(({ kind }) => kind)).toEqual(['contact', 'contact'])
      for (const person of people) {
        if (person === installer) records.add(person)
        else others += 1
      }
    })
    expect({ records: records.size, others }).toEqual({ records: 270, others: 0 })
    expect((await disclosedTo(owner, social.partner)).size).toBe(270)
  })
})

/** One person with so many friends, of whom some let their e-mail, their phone number or both pass. */
function addressBook(friends: number, allowed: ReadonlyMap<number, readonly ContactField[]>): SocialGraph {
  return {
    people: friends + 1,
    friendships: Array.from({ length: friends }, (_, i) => [0, i + 1] as const),
    installers: [0],
    answers: allowed,
  }
}

describe('D5: an address book of 500, of whom 7 allowed', () => {
  const allowed = new Map(
    [3, 77, 123, 200, 321, 450, 500].map((n, i) => {
      const one = contactFields[i % 2] ?? 'contact.email'
      return [n, i < 4 ? [one] : contactFields] as const
    }),
  )

  test('gives the shop the own record plus 7, each with only what they named, and no other in the bytes (COP-07)', async () => {
    const social = await settled(addressBook(500, allowed))
    const partner = await mintingPartner(system)
    const { partner: shop, feature } = social
    const person = numbered(social.people, 0)
    const token = await partner.mint({ person, partner: shop, feature })
    const got = await Promise.all(
      ['me/contact', 'friends', 'friends/contacts?limit=200'].map((path) =>
        partner.call(token, `/partner/v1/${path}`, { purpose }),
      ),
    )
    expect(got.map(({ status }) => status)).toEqual([200, 200, 200])
    const bytes = got.map(({ body, headers }) => `${body}\n${JSON.stringify([...headers])}`).join('\n')
    const there = [...social.ownerOf].filter(([word]) => bytes.includes(word))
    const expected = social.world.people.flatMap(({ name, contacts }, n) =>
      n === 0
        ? contacts.map(({ value }) => value)
        : allowed.has(n)
          ? [
              name,
              ...contacts.flatMap((way) =>
                allowed.get(n)?.includes(`contact.${way.kind}`) ? way.value : [],
              ),
            ]
          : [],
    )
    expect(there.map(([word]) => word).toSorted()).toEqual(expected.toSorted())
    expect(new Set(there.map(([, whose]) => whose)).size).toBe(8)
    expect(JSON.parse(got[1]?.body ?? '').items).toHaveLength(7)
    for (const [, id] of social.people.entries()) expect(bytes).not.toContain(id.slice('person_'.length))
    // Each of the 7 sees it on their own page, as obtained through somebody else (TRN-01, TRN-04).
    for (const n of allowed.keys()) {
      const listed = await listDisclosures(system, {
        person: numbered(social.people, n),
        limit: 10,
        before: null,
      })
      expect(listed.map(({ record }) => record.through)).toEqual(['other', 'other'])
    }
  })

  test('names of 10,000 friends of 100 people: 0 without their own permission', async () => {
    const seekers = Array.from({ length: 100 }, (_, i) => i)
    const graph: SocialGraph = {
      people: 10_100,
      friendships: seekers.flatMap((i) =>
        Array.from({ length: 100 }, (_, k) => [i, 100 + i * 100 + k] as const),
      ),
      installers: seekers,
      answers: new Map(),
    }
    const social = await settled(graph)
    await fewAtATime(seekers, async (n) => {
      const { items, bytes } = await reachOf(system, social, numbered(social.people, n))
      expect(items.filter(({ kind }) => kind === 'friend')).toEqual([])
      expect(bytes).not.toContain('Name ')
    })
  })

  test('of 322 friends 0 allow: none; 3 allow: 3; one withdraws: 2 at once (COP-06)', async () => {
    const nobody = await settled(addressBook(322, new Map()))
    const none = await reachOf(system, nobody, numbered(nobody.people, 0))
    expect(none.items.filter(({ kind }) => kind === 'friend')).toEqual([])
    const three = await settled(addressBook(322, new Map([10, 20, 30].map((n) => [n, []]))))
    const friends = async () =>
      (await reachOf(system, three, numbered(three.people, 0))).items.filter(({ kind }) => kind === 'friend')
    expect(await friends()).toHaveLength(3)
    const [answer] = three.world.people[20]?.countersignatures ?? []
    if (answer === undefined) throw new Error('nobody answered')
    await takeAnswerBack(system, { person: answer.person, countersignature: answer.id })
    expect(await friends()).toHaveLength(2)
  })
})
