// Friends and contact fields through the gate: only who allowed it, only what they named, and not a word of anybody else.
import { uuidOf } from '@countersign/protocol'
import { assertWholeLedger, makeWorld, onServer, testSystem, type Who } from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { unfriend } from '../src/acts/befriend.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { addContacts, friendOffers, makeFriends, readsOf } from './_friends.ts'
import { incidentsOf } from './_incidents.ts'

const opened = await testSystem()
const { system, clock, database } = opened
const world = await makeWorld(system, clock)
const { people } = world
const friends = ['ben', 'chika', 'dora'] as const satisfies readonly Who[]
for (const friend of friends) await makeFriends(system, people.ana, people[friend])
// A friend of a friend: nothing of Emil's is Ana's to reach.
await makeFriends(system, people.ben, people.emil)
for (const who of ['ana', ...friends, 'emil'] as const) await addContacts(opened, people[who], who)
afterEach(() => assertWholeLedger(database.owner, system))

let slugs = 0
/** A partner of its own with Ana's grant of everything about friends. */
async function partner(verbs = friendOffers.map(({ verb }) => verb)) {
  slugs += 1
  const made = await world.partner(`rolodex-${slugs}`, friendOffers)
  await world.grant('ana', { partner: made, verbs, threads: [] })
  const answer = (who: Who, more: Parameters<typeof world.countersign>[1] = {}) =>
    world.countersign(who, { partner: made, thread: null, ...more })
  return { ...made, answer, reads: readsOf(system, world, made), made }
}

/** All items of a list, asked for so many at a time. */
async function pageByPage(read: ReturnType<typeof readsOf>['friends'], limit: number): Promise<unknown[]> {
  const items: unknown[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof read>> = await read({ limit, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return items
}

const sorted = (texts: readonly unknown[]): readonly unknown[] => texts.map(String).toSorted()

describe('the list of friends', () => {
  it('holds those who allowed the same feature, and nothing says how many there are (COP-06)', async () => {
    const { answer, reads } = await partner()
    const empty = await reads.friends()
    expect(empty.body).toBe('{"items":[],"next":null,"disclosures":[]}')
    await answer('ben')
    await answer('dora')
    await answer('emil')
    const { items, body, disclosures, next } = await reads.friends()
    expect(sorted(items.map(({ name }) => name))).toEqual(['Ben', 'Dora'])
    for (const item of items) expect(Object.keys(item)).toEqual(['kind', 'id', 'name', 'since'])
    expect(sorted(disclosures.map(({ subject }) => subject))).toEqual(sorted(items.map(({ id }) => id)))
    expect(next).toBeNull()
    for (const word of ['Chika', 'Emil', uuidOf(people.ben), people.ben]) expect(body).not.toContain(word)
  })

  it('drops one who takes it back, at once; and one no longer a friend (COP-06)', async () => {
    const { answer, reads } = await partner()
    await answer('ben')
    await answer('chika')
    await answer('dora', { answer: 'never' })
    expect((await reads.friends()).items).toHaveLength(2)
    await answer('ben', { answer: 'never' })
    expect((await reads.friends()).items).toMatchObject([{ name: 'Chika' }])
    await unfriend(system, { person: people.chika, friend: people.ana })
    expect((await reads.friends()).items).toEqual([])
    await makeFriends(system, people.ana, people.chika)
  })

  it('page by page is the whole list, in an order that tells nothing', async () => {
    const { answer, reads } = await partner()
    for (const friend of friends) await answer(friend)
    const whole = await reads.friends()
    expect(whole.items).toHaveLength(3)
    expect(await pageByPage(reads.friends, 1)).toEqual(whole.items)
    expect(sorted(whole.items.map(({ id }) => id))).toEqual(whole.items.map(({ id }) => id))
    await expect(reads.friends({ cursor: 'fri_AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    })
  })

  it('a short page tells of nobody it left out: what the decision drops is made up for', async () => {
    const { answer, reads } = await partner()
    for (const friend of friends) await answer(friend)
    await setSwitch(system, { person: people.chika, on: true })
    const first = await reads.friends({ limit: 1 })
    const second = await reads.friends({ limit: 1, cursor: first.next })
    await setSwitch(system, { person: people.chika, on: false })
    expect(sorted([...first.items, ...second.items].map(({ name }) => name))).toEqual(['Ben', 'Dora'])
    expect(second.next).toBeNull()
  })

  it('nobody is reached beyond friends: depth 2 is refused and entered (COP-08)', async () => {
    const { reads } = await partner()
    for (const read of [reads.friends, reads.contacts])
      await expect(read({ depth: 2 })).rejects.toMatchObject({ code: 'DEPTH' })
    expect((await reads.friends({ depth: 1 })).items).toEqual([])
  })
})

describe('contact fields of friends', () => {
  it('are those each friend named, and no other (COP-07)', async () => {
    const { answer, reads } = await partner()
    await answer('ben', { contactFields: ['contact.email'] })
    await answer('chika', { contactFields: ['contact.email', 'contact.phone'] })
    await answer('dora')
    await answer('emil', { contactFields: ['contact.email'] })
    const { items, body, disclosures } = await reads.contacts()
    expect(sorted(items.map(({ email, phone }) => email ?? phone))).toEqual([
      '+44 1632 960 chika',
      'ben@mail.example',
      'chika@mail.example',
    ])
    for (const word of ['dora', 'emil', 'ana', '960 ben', uuidOf(people.ben)])
      expect(body).not.toContain(word)
    const list = await reads.friends()
    const named = new Set(list.items.map(({ id }) => id))
    for (const { friend } of items) expect(named).toContain(friend)
    expect(disclosures).toHaveLength(2)
  })

  it('carry no friend where the list of friends would not name one, nor tell that two are one person’s', async () => {
    const { answer, reads } = await partner(['friends.contact'])
    await answer('chika', { contactFields: ['contact.email', 'contact.phone'] })
    const { items, disclosures } = await reads.contacts()
    expect(items.map((item) => Object.keys(item).length)).toEqual([3, 3])
    expect(sorted(disclosures.map(({ subject }) => subject))).toEqual(sorted(items.map(({ id }) => id)))
  })

  it('leave only when they were shown to reach their owner', async () => {
    const { answer, reads } = await partner()
    await addContacts(opened, people.ben, 'unverified', false)
    await answer('ben', { contactFields: ['contact.email', 'contact.phone'] })
    const { items, body } = await reads.contacts()
    expect(items).toHaveLength(2)
    expect(body).not.toContain('unverified')
  })

  it('page by page are the whole list', async () => {
    const { answer, reads } = await partner()
    for (const friend of friends) await answer(friend, { contactFields: ['contact.email', 'contact.phone'] })
    const whole = await reads.contacts()
    expect(whole.items).toHaveLength(6)
    expect(await pageByPage(reads.contacts, 4)).toEqual(whole.items)
  })

  it('go with an own grant of the same power for the fields it holds', async () => {
    const { made, reads } = await partner()
    await world.grant('ben', { partner: made, verbs: ['contact.own'], threads: [] })
    expect((await reads.contacts()).items).toEqual([])
    await world.grant('chika', { partner: made, verbs: ['friends.contact'], threads: [] })
    const { items } = await reads.contacts()
    expect(items).toHaveLength(2)
    for (const item of items) expect(item).not.toHaveProperty('friend')
  })
})

describe('own contact', () => {
  it('is the person’s own verified fields and nobody else’s (COP-07)', async () => {
    const { answer, reads } = await partner()
    for (const friend of friends) await answer(friend, { contactFields: ['contact.email', 'contact.phone'] })
    const { items, disclosures } = await reads.own()
    expect(sorted(items.map(({ email, phone }) => email ?? phone))).toEqual([
      '+44 1632 960 ana',
      'ana@mail.example',
    ])
    expect(disclosures).toHaveLength(1)
    expect((await reads.own({ fields: ['contact.phone'] })).items).toMatchObject([
      { phone: '+44 1632 960 ana' },
    ])
  })
})

describe('the ledger', () => {
  it('has each friend’s disclosure on their own chain, on the answer that names it, after one notice (COP-04)', async () => {
    const { answer, reads, made } = await partner(['friends.contact'])
    await answer('ben')
    await world.grant('chika', { partner: made, verbs: ['friends.list'], threads: [] })
    const named = await answer('chika', { contactFields: ['contact.email', 'contact.phone'] })
    await reads.contacts()
    await reads.contacts()
    const rows = await onServer(database.owner, async (client) => {
      const entries = await client.query(
        `select person_id, record->>'through' as through, record->>'under' as under from entries
         where kind = 'disclosure' and partner_id = $1`,
        [uuidOf(made.partner)],
      )
      const notices = await client.query(
        `select person_id from notices where partner_id = $1 and kind = 'first_disclosure'`,
        [uuidOf(made.partner)],
      )
      return { entries: entries.rows, notices: notices.rows }
    })
    expect(new Set(rows.entries.map((row) => JSON.stringify(row)))).toEqual(
      new Set([JSON.stringify({ person_id: uuidOf(people.chika), through: 'other', under: named })]),
    )
    expect(rows.notices).toEqual([{ person_id: uuidOf(people.chika) }])
  })

  it('no incident was opened by any of this', async () => {
    expect(await incidentsOf(system.app, world.jukebox.partner)).toEqual([])
    const { rows } = await onServer(database.owner, (client) => client.query('select from incidents'))
    expect(rows).toEqual([])
  })
})
