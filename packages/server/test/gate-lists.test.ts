// Lists and pages through the gate: threads, members, pages without a hole, cursors of nobody else, first-disclosure notices.

import { uuidOf, type Verb } from '@countersign/protocol'
import {
  assertWholeLedger,
  makeWorld,
  onServer,
  received,
  testSystem,
  type WorldPartner,
} from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { answerAsk } from '../src/acts/answer-ask.ts'
import { askCard } from '../src/acts/ask-card.ts'
import { createThread } from '../src/acts/create-thread.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import { incidentsOf } from './_incidents.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { people, thread } = world
const bensThread = await createThread(system, {
  by: people.ben,
  kind: 'group',
  others: [people.ana],
  title: 'Ben chooses',
})
const another = await createThread(system, {
  by: people.ben,
  kind: 'group',
  others: [people.ana],
  title: 'Ben again',
})
afterEach(() => assertWholeLedger(database.owner, system))

const call = (partner: WorldPartner): Omit<Parameters<typeof system.gate.threads>[0], never> => ({
  partner: partner.partner,
  feature: partner.feature,
  person: people.ana,
  purpose: 'group_activity',
  fields: null,
  at: clock.now(),
})
const threads = async (partner: WorldPartner, cursor: string | null = null, limit = 10) =>
  received(await system.gate.threads(call(partner), { limit, cursor }))
const members = async (partner: WorldPartner, cursor: string | null = null, limit = 10) =>
  received(
    await system.gate.members(
      {
        ...call(partner),
        thread: openOpaqueIds(system.keys.cursorKey('opaque ids'), call(partner)).thread(thread),
      },
      { limit, cursor },
    ),
  )
/** What is there, in alphabetical order: lists come in the order of opaque ids. */
const sorted = (texts: readonly unknown[]): readonly string[] =>
  texts.flatMap((text) => (typeof text === 'string' ? text : [])).toSorted((a, b) => a.localeCompare(b))
let slugs = 0
/** A partner of its own with a grant of Ana's for these powers over the three threads. */
async function partnerWith(...verbs: readonly Verb[]): Promise<WorldPartner> {
  slugs += 1
  const partner = await world.partner(`partner-${slugs}`)
  await world.grant('ana', { partner, verbs, threads: [thread, bensThread, another], history: true })
  return partner
}

describe('threads', () => {
  it('come with the titles their authors allow for that thread, others without (COP-01)', async () => {
    const partner = await partnerWith('threads.list')
    const { partner: id, feature, manifestVersion } = partner
    const asked = { partner: id, feature, manifestVersion, purpose: 'group_activity' } as const
    const { text } = await askCard(system.app, { person: people.ben, ...asked })
    await answerAsk(system, {
      ...asked,
      person: people.ben,
      thread: bensThread,
      answer: 'allow',
      screenHash: text.hash,
    })
    const got = await threads(partner)
    expect(got.items).toHaveLength(3)
    expect(sorted(got.items.map(({ title }) => title))).toEqual(['Ben chooses', 'Friday songs'])
    expect(got.disclosures).toHaveLength(2)
  })

  it('of one author in two threads do not tell that it is one author, unless members are seen', async () => {
    for (const [verbs, subjects] of [
      [['threads.list', 'messages.read'], 2],
      [['threads.list', 'members.see'], 1],
    ] as const) {
      const partner = await partnerWith(...verbs)
      await world.grant('ben', {
        partner,
        verbs: ['threads.list'],
        threads: [bensThread, another],
        history: true,
      })
      const got = await threads(partner)
      expect(sorted(got.items.map(({ title }) => title))).toEqual([
        'Ben again',
        'Ben chooses',
        'Friday songs',
      ])
      expect(new Set(got.disclosures.map(({ subject }) => subject)).size).toBe(subjects + 1)
      expect(await incidentsOf(system.app, partner.partner)).toEqual([])
    }
  })

  it('page by page are the same list', async () => {
    const partner = await partnerWith('threads.list')
    const whole = await threads(partner)
    const first = await threads(partner, null, 2)
    const second = await threads(partner, first.next, 2)
    expect([...first.items, ...second.items]).toEqual(whole.items)
    expect(second.next).toBeNull()
  })
})

describe('members', () => {
  it('are those who allowed it and the granting person; nothing tells how many there are (COP-02)', async () => {
    const partner = await partnerWith('members.see')
    await world.grant('chika', { partner, verbs: ['members.see'] })
    const got = await members(partner)
    expect(sorted(got.items.map(({ name }) => name))).toEqual(['Ana', 'Chika'])
    const first = await members(partner, null, 1)
    expect((await members(partner, first.next, 1)).next).toBeNull()
  })
})

describe('messages', () => {
  it('page by page are the whole list, whatever is withheld between them', async () => {
    const partner = await partnerWith('messages.read')
    await world.countersign('ben', { partner, history: true })
    for (let i = 0; i < 30; i++)
      await world.say((['ana', 'ben', 'dora', 'emil'] as const)[i % 4] ?? 'ana', `line ${i}`)
    const whole = await world.read('ana', { partner })
    expect(whole.items).toHaveLength(16)
    const paged = []
    let cursor: string | null = null
    do {
      const page: typeof whole = await world.read('ana', { partner, limit: 3, cursor })
      // A short page would tell that something was taken out of it.
      expect(page.items.length).toBe(page.next === null ? 1 : 3)
      paged.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    expect(paged).toEqual(whole.items)
  })

  it('refuse a cursor of another thread, person or partner, and one made up', async () => {
    const partner = await partnerWith('messages.read')
    const other = await partnerWith('messages.read')
    const { next } = await world.read('ana', { partner, limit: 1 })
    for (const [cursor, options] of [
      [next, { partner: other }],
      [next, { partner, thread: bensThread }],
      ['cur_AAAAAAAAAAAAAAAAAAAAAA', { partner }],
      ['', { partner }],
      ['1; drop table messages', { partner }],
    ] as const)
      await expect(world.read('ana', { ...options, cursor })).rejects.toMatchObject({ code: 'BAD_CURSOR' })
    for (const list of [threads, members])
      await expect(list(partner, 'mem_AAAAAAAAAAAAAAAAAAAAAA')).rejects.toMatchObject({ code: 'BAD_CURSOR' })
  })

  it('somebody’s first disclosure through another is announced to them once, no later than it leaves (COP-04)', async () => {
    const partner = await partnerWith('messages.read')
    await world.countersign('ben', { partner, history: true })
    for (let i = 0; i < 3; i++) await world.read('ana', { partner })
    const { rows } = await onServer(database.owner, (client) =>
      client.query(
        `select n.person_id, n.made_at <= e.at as in_time from notices n
         join (select person_id, min(at) as at from entries where kind = 'disclosure' and partner_id = $1 group by 1) e
           using (person_id)
         where n.partner_id = $1 and n.kind = 'first_disclosure'`,
        [uuidOf(partner.partner)],
      ),
    )
    expect(rows).toEqual([{ person_id: uuidOf(people.ben), in_time: true }])
  })
})
