// A fault planted where friends and contact fields are read is caught by another layer of the gate (SCP-05, COP-06, COP-07).
import { idOf, uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testSystem, type Who } from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import type { Outgoing } from '../src/gate/look.ts'
import { look } from '../src/gate/look.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import { declare } from '../src/store/declare.ts'
import { friendsWhoAnswered } from '../src/store/friend-facts.ts'
import { type ContactRow, verifiedContacts } from '../src/store/gate-contacts.ts'
import { addContacts, friendOffers, makeFriends, readsOf } from './_friends.ts'
import { incidentsOf } from './_incidents.ts'

type Layers = NonNullable<NonNullable<Parameters<typeof testSystem>[0]>['layers']>
type Steps = Required<NonNullable<Layers['friends']>>

// The steps are looked up here at every call, so that each test plants its own fault.
let planted: Partial<Steps> = {}
let plantedLook: typeof look | undefined
const asIs = (object: Outgoing['object']): Outgoing['object'] => object
const opened = await testSystem({
  layers: {
    friends: {
      friends: (...given) => (planted.friends ?? friendsWhoAnswered)(...given),
      contacts: (...given) => (planted.contacts ?? verifiedContacts)(...given),
      present: (object) => (planted.present ?? asIs)(object),
    },
    look: (...given) => (plantedLook ?? look)(...given),
  },
})
afterEach(() => {
  planted = {}
  plantedLook = undefined
  // Incidents are told apart by their times.
  clock.advance(1_000)
})
const { system, clock, database } = opened
const world = await makeWorld(system, clock)
const { people } = world
for (const friend of ['ben', 'chika', 'dora'] as const) await makeFriends(system, people.ana, people[friend])
for (const who of ['ana', 'ben', 'chika', 'dora', 'emil'] as const)
  await addContacts(opened, people[who], who)
await addContacts(opened, people.ben, 'unverified', false)
const partner = await world.partner('rolodex', friendOffers)
await world.grant('ana', { partner, verbs: friendOffers.map(({ verb }) => verb), threads: [] })
// Ben allows his e-mail, Chika the list alone, Dora nothing; Emil allows all, and is no friend of Ana's.
await world.countersign('ben', { partner, thread: null, contactFields: ['contact.email'] })
await world.countersign('chika', { partner, thread: null })
await world.countersign('emil', { partner, thread: null, contactFields: ['contact.email', 'contact.phone'] })
const reads = readsOf(system, world, partner)
const ids = openOpaqueIds(system.keys.cursorKey('opaque ids'), {
  partner: partner.partner,
  person: people.ana,
})
const honest = { friends: await reads.friends(), contacts: await reads.contacts(), own: await reads.own() }

/** Every contact field the login of the owner finds, as the look would have it. */
const fieldsInRows = await onServer(database.owner, async (client) => {
  const { rows } = await client.query<{
    contact_id: string
    person_id: string
    kind: ContactRow['kind']
    value: string
  }>('select contact_id, person_id, kind, value from contact_fields')
  return rows.map(
    ({ contact_id, person_id, kind, value }): ContactRow => ({
      contact: idOf('contact', contact_id),
      owner: idOf('person', person_id),
      kind,
      value,
    }),
  )
})
const fieldsOfWhom = (who: Who): readonly ContactRow[] =>
  fieldsInRows.filter(({ owner }) => owner === people[who])

/** None of the words, ids and ways to reach of those who did not allow it. */
function expectNoLeak(body: string, words: readonly string[]): void {
  for (const word of [...words, 'unverified', uuidOf(people.dora), uuidOf(people.emil)])
    expect(body).not.toContain(word)
}
const notInList = ['Dora', 'Emil', 'mail.example', '1632']
const notInContacts = ['chika@', 'dora@', 'emil@', 'ana@', '1632']
const lastIncident = async () => (await incidentsOf(system.app, partner.partner))[0]?.objects

describe('the honest answers', () => {
  it('are two friends, one e-mail address, two fields of her own', () => {
    expect(new Set(honest.friends.items.map(({ name }) => name))).toEqual(new Set(['Ben', 'Chika']))
    expect(honest.contacts.items).toMatchObject([{ email: 'ben@mail.example' }])
    expect(honest.own.items).toHaveLength(2)
  })
})

describe('a fault in the query', () => {
  it('that takes anybody for a friend is stripped of who is none, and an incident names it', async () => {
    const since = clock.now()
    planted = { friends: async () => Object.values(people).map((person) => ({ person, since })) }
    const list = await reads.friends()
    expectNoLeak(list.body, notInList)
    // Each friend's time is not the row's, so nothing is left at all.
    expect(list.items).toEqual([])
    clock.advance(1_000)
    const contacts = await reads.contacts()
    expect(contacts.items).toEqual(honest.contacts.items)
    // Ana is no friend of hers either: the decision knew, and dropped what is her own.
    const named = fieldsOfWhom('emil').map(({ contact }) => ids.contact(contact))
    expect((await lastIncident())?.toSorted()).toEqual(named.toSorted())
  })

  it('that adds a friend of nobody to the real ones loses that one alone', async () => {
    planted = {
      friends: async (...given) => [
        ...(await friendsWhoAnswered(...given)),
        { person: people.emil, since: clock.now() },
      ],
    }
    expect((await reads.friends()).items).toEqual(honest.friends.items)
    expect(await lastIncident()).toEqual([ids.friend(people.emil)])
  })

  it('that forgets who answered finds friends whom the decision drops', async () => {
    const before = (await incidentsOf(system.app, partner.partner)).length
    planted = {
      friends: async (session, { person }) => {
        await declare(session, { granting: [person] })
        const { rows } = await session.query<{ friend_id: string; since: number }>(
          'select friend_id, since from friendships',
        )
        return rows.map((row) => ({ person: idOf('person', row.friend_id), since: row.since }))
      },
    }
    expect((await reads.friends()).items).toEqual(honest.friends.items)
    expect((await reads.contacts()).items).toEqual(honest.contacts.items)
    expect(await incidentsOf(system.app, partner.partner)).toHaveLength(before)
  })

  it('that forgets the owner sees the declared ones behind the second lock, and the decision drops the rest', async () => {
    planted = {
      contacts: async (session, owners) => {
        await declare(session, { owners })
        const { rows } = await session.query<{
          contact_id: string
          person_id: string
          kind: ContactRow['kind']
          value: string
        }>('select contact_id, person_id, kind, value from contact_fields where verified')
        expect(new Set(rows.map((row) => row.person_id))).toEqual(new Set(owners.map(uuidOf)))
        return rows.map(({ contact_id, person_id, kind, value }) => ({
          contact: idOf('contact', contact_id),
          owner: idOf('person', person_id),
          kind,
          value,
        }))
      },
    }
    expect((await reads.contacts()).items).toEqual(honest.contacts.items)
    expect((await reads.own()).items).toEqual(honest.own.items)
  })

  it('that says others’ fields are Ben’s is stripped of all but his', async () => {
    planted = { contacts: async () => fieldsInRows.map((row) => ({ ...row, owner: people.ben })) }
    const got = await reads.contacts()
    expect(got.items).toEqual(honest.contacts.items)
    expectNoLeak(got.body, notInContacts)
    planted = { contacts: async () => fieldsInRows.map((row) => ({ ...row, owner: people.ana })) }
    const own = await reads.own()
    expect(own.items).toEqual(honest.own.items)
    expectNoLeak(own.body, ['ben@', 'chika@'])
  })

  it('that returns unverified fields is stripped of them', async () => {
    planted = { contacts: async () => fieldsOfWhom('ben') }
    const got = await reads.contacts()
    expect(got.items).toEqual(honest.contacts.items)
    expectNoLeak(got.body, notInContacts)
    expect(await lastIncident()).toHaveLength(1)
  })
})

describe('a fault in what is made of a friend or a field', () => {
  it.each([
    ['an e-mail address', { email: 'ben@mail.example' }],
    ['a total', { total: 322 }],
    ['another name', { name: 'Dora' }],
    ['another time', { since: '2014-01-01T00:00:00.000Z' }],
    ['the plain id of a person', { person: people.dora }],
    ['the id of another friend', { id: ids.friend(people.dora) }],
    ['a made-up id', { id: 'fri_AAAAAAAAAAAAAAAAAAAAAA' }],
    ['another kind', { kind: 'member' }],
  ])('that gives a friend %s is stripped of all it touched', async (_, more) => {
    planted = { present: (object) => ({ ...object, ...more }) }
    const got = await reads.friends()
    expect(got.items).toEqual([])
    expect(got.disclosures).toEqual([])
    expect(await lastIncident()).toHaveLength(2)
  })

  it.each([
    ['the address of somebody else', { email: 'dora@mail.example' }],
    ['the phone number too', { phone: '+44 1632 960 ben' }],
    ['a total', { total: 7 }],
    ['a name', { name: 'Ben' }],
    ['another friend', { friend: ids.friend(people.chika) }],
    ['no friend but a person', { friend: people.ben }],
    [
      'the id of a field of somebody else',
      { id: ids.contact(fieldsOfWhom('dora')[0]?.contact ?? 'contact_') },
    ],
  ])('that gives a field %s is stripped of it', async (_, more) => {
    planted = { present: (object) => ({ ...object, ...more }) }
    const got = await reads.contacts()
    expect(got.items).toEqual([])
    expect(await lastIncident()).toHaveLength(1)
  })

  it('that names whose own field it is, is stripped of it', async () => {
    planted = { present: (object) => ({ ...object, friend: ids.friend(people.ana) }) }
    expect((await reads.own()).items).toEqual([])
  })
})

describe('a look', () => {
  it('that conceals whom it tells of does not get it out: nothing leaves unrecorded', async () => {
    plantedLook = async (...given) => {
      const looked = await look(...given)
      const disclosed = [{ person: people.ana, kind: 'friend' as const }]
      return { ...looked, outgoing: looked.outgoing.map((one) => ({ ...one, disclosed })) }
    }
    expect((await reads.friends()).items).toEqual([])
    expect((await reads.contacts()).items).toEqual([])
  })

  it('of one verb does not get out what another would: each object is decided for the verb of its call', async () => {
    const contacts: Outgoing[] = []
    plantedLook = async (...given) => {
      const looked = await look(...given)
      contacts.push(...looked.outgoing)
      return looked
    }
    await reads.contacts()
    plantedLook = async (...given) => {
      const looked = await look(...given)
      return { ...looked, outgoing: [...looked.outgoing, ...contacts] }
    }
    expect((await reads.friends()).items).toEqual(honest.friends.items)
    expect((await reads.own()).items).toEqual(honest.own.items)
  })

  it('nothing planted leaves the answers as they were', async () => {
    expect((await reads.friends()).items).toEqual(honest.friends.items)
    expect((await reads.contacts()).items).toEqual(honest.contacts.items)
  })
})
