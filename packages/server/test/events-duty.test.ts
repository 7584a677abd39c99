// DEL-04: who got an item is told when its author changes it, and whose power ended is told so; nobody else, and always.
import type { PartnerEvent, PartnerId } from '@countersign/protocol'
import { makeWorld, testSystem, type Who } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { amendGrant } from '../src/acts/amend-grant.ts'
import { deleteMessage } from '../src/acts/delete-message.ts'
import { editMessage } from '../src/acts/edit-message.ts'
import { followEvents } from '../src/acts/follow-events.ts'
import { giveBackAccess } from '../src/acts/give-back-access.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { allJobs } from '../src/jobs/index.ts'
import { pairwiseSubject } from '../src/ledger/pairwise.ts'
import { tick, toldTo } from './_events.ts'

const made = await testSystem()
const { system, clock } = made
const world = await makeWorld(system, clock)
const { people, thread, jukebox } = world
const matinee = await world.partner('matinee')
const teller = await world.partner('teller')

const subject = (partner: PartnerId, who: Who) => pairwiseSubject(system, partner, people[who])
const at = { thread }
const since = new Map<PartnerId, number>()
/** What a partner is told that it was not told in this test before. */
async function told(partner: PartnerId): Promise<readonly PartnerEvent[]> {
  await tick(made)
  const all = await toldTo(system, partner)
  const before = since.get(partner)
  since.set(partner, all.length)
  return all.slice(before)
}
beforeEach(async () => {
  await tick(made)
  for (const { partner } of [jukebox, matinee, teller])
    since.set(partner, (await toldTo(system, partner)).length)
})

describe('an item', () => {
  it('that its author deletes is told to every partner that got it, by each permission it came by, and to no other', async () => {
    await world.grant('ana')
    await world.grant('chika')
    await world.grant('dora', { partner: matinee })
    await world.grant('emil', { partner: teller })
    for (const partner of [jukebox, matinee]) await world.countersign('ben', { partner })
    const message = await world.say('ben', 'Boléro')
    const held = new Map<string, string>()
    for (const [who, partner] of [
      ['ana', jukebox],
      ['chika', jukebox],
      ['dora', matinee],
    ] as const) {
      const { items } = await world.read(who, { partner })
      held.set(`${subject(partner.partner, who)} group-songs`, String(items[0]?.['id']))
    }
    // The teller has a permission of somebody in the thread, and ben never allowed it.
    expect((await world.read('emil', { partner: teller })).items).toEqual([])
    await deleteMessage(system, { person: people.ben, ...at, message })
    const to = async ({ partner }: typeof jukebox) =>
      (await told(partner)).filter(({ type }) => type !== 'thread.changed')
    const notices = [...(await to(jukebox)), ...(await to(matinee))]
    expect(notices.map(({ type }) => type)).toEqual(['item.deleted', 'item.deleted', 'item.deleted'])
    expect(
      new Map(
        notices.flatMap((event) =>
          event.type === 'item.deleted'
            ? [[`${event.data.person} ${event.data.feature}`, event.data.item]]
            : [],
        ),
      ),
    ).toEqual(held)
    expect(await to(teller)).toEqual([])
  })

  it('that nobody read is told to nobody', async () => {
    const message = await world.say('ben', 'quickly gone')
    await deleteMessage(system, { person: people.ben, ...at, message })
    expect((await told(jukebox.partner)).filter(({ type }) => type === 'item.deleted')).toEqual([])
  })

  it('of which no byte left is told to nobody', async () => {
    const message = await world.say('ben', 'never left')
    await (await world.ask('ana', { limit: 1 })).release(async () => false)
    await deleteMessage(system, { person: people.ben, ...at, message })
    expect((await told(jukebox.partner)).filter(({ type }) => type === 'item.deleted')).toEqual([])
  })

  it('that was edited is told to those who had it before, also when their permission is over', async () => {
    const own = await world.grant('emil')
    const message = await world.say('emil', 'Bolro')
    const [before] = (await world.read('emil', { limit: 1 })).items
    await world.withdraw('emil', own.id)
    clock.advance(1_000)
    await editMessage(system, { person: people.emil, ...at, message, text: 'Boléro' })
    const edited = (await told(jukebox.partner)).filter(({ type }) => type === 'item.edited')
    expect(edited).toMatchObject([
      { type: 'item.edited', data: { person: subject(jukebox.partner, 'emil'), item: before?.['id'] } },
    ])
  })

  it('that a partner got only after the edit is not told as edited', async () => {
    const message = await world.say('ana', 'Bolro')
    await editMessage(system, { person: people.ana, ...at, message, text: 'Boléro' })
    clock.advance(1_000)
    await world.read('ana', { limit: 1 })
    expect((await told(jukebox.partner)).filter(({ type }) => type === 'item.edited')).toEqual([])
  })
})

describe('a power that ends', () => {
  const ended = async (partner: PartnerId) =>
    (await told(partner)).filter(({ type }) => type === 'access.ended')

  it('by withdrawal is told with what it was', async () => {
    const grant = await world.grant('ben', { partner: teller, verbs: ['messages.read', 'threads.list'] })
    await world.withdraw('ben', grant.id)
    expect(await ended(teller.partner)).toMatchObject([
      {
        data: {
          person: subject(teller.partner, 'ben'),
          feature: 'group-songs',
          powers: [{ purpose: 'group_activity', verbs: ['threads.list', 'messages.read'] }],
          why: 'withdrawn',
        },
      },
    ])
  })

  it('by narrowing is told for what is gone: powers, and threads that were taken out', async () => {
    const grant = await world.grant('ben', { partner: teller, verbs: ['messages.read', 'threads.list'] })
    clock.advance(1_000)
    await amendGrant(system, { person: people.ben, grant: grant.id, to: { verbs: ['threads.list'] } })
    const [event] = await ended(teller.partner)
    expect(event).toMatchObject({ data: { powers: [{ verbs: ['messages.read'] }], why: 'narrowed' } })
    expect(event?.data).not.toHaveProperty('threads')
  })

  it('by a narrower permission in its place is told, by one like it is not', async () => {
    await world.grant('ben', { partner: teller, verbs: ['messages.read', 'threads.list'] })
    expect(await ended(teller.partner)).toEqual([])
    await world.grant('ben', { partner: teller, verbs: ['threads.list'] })
    expect(await ended(teller.partner)).toMatchObject([
      { data: { powers: [{ verbs: ['messages.read'] }], why: 'superseded' } },
    ])
  })

  it('by being given back, and by the switch, is told', async () => {
    const person = people.ben
    await giveBackAccess(system, { person, partner: teller.partner, feature: teller.feature })
    expect(await ended(teller.partner)).toMatchObject([{ data: { why: 'given_back' } }])
    await world.grant('ben', { partner: teller })
    await setSwitch(system, { person, on: true })
    expect(await ended(teller.partner)).toMatchObject([{ data: { why: 'switched_off' } }])
    await setSwitch(system, { person, on: false })
    expect(await ended(teller.partner)).toEqual([])
  })

  it('by the clock is told once, however often it is looked', async () => {
    await world.grant('ben', { partner: teller, endAt: clock.now() + 10_000 })
    expect(await ended(teller.partner)).toEqual([])
    clock.advance(10_000)
    expect(await ended(teller.partner)).toMatchObject([{ data: { why: 'expired' } }])
    await tick(made)
    expect(
      (await toldTo(system, teller.partner)).filter(
        ({ type, data }) => type === 'access.ended' && 'why' in data && data.why === 'expired',
      ).length,
    ).toBe(1)
  })

  it('with its feature (SUN-01) is told for the feature and for each person, and those told of it stay told', async () => {
    await world.grant('ana', { partner: matinee })
    const endAt = clock.now() + 1_000
    await system.turnstile.change({
      direction: 'tightens',
      async apply(session) {
        await session.query(
          'update features set end_at = $1 where partner_id = (select partner_id from partner_slugs where slug = $2)',
          [endAt, 'matinee'],
        )
        return { value: undefined, touches: [{ partner: matinee.partner }], records: [] }
      },
    })
    const events = (await told(matinee.partner)).filter(({ type }) => type !== 'item.deleted')
    expect(events.filter(({ type }) => type === 'feature.ended')).toMatchObject([
      { data: { feature: 'group-songs' } },
    ])
    const ends = events.flatMap((event) => (event.type === 'access.ended' ? [event.data] : []))
    expect(ends.map(({ person, why }) => `${person} ${why}`).sort()).toEqual(
      (['ana', 'dora'] as const).map((who) => `${subject(matinee.partner, who)} feature_ended`).sort(),
    )
    // DEL-04 does not end with the feature: three years later an author's deletion still reaches it.
    clock.advance(3 * 365 * 86_400_000)
    expect(await told(matinee.partner)).toEqual([])
  })
})

describe('what must be told', () => {
  it('waits for a partner that never listened, and is forgotten only once it was taken', async () => {
    const grant = await world.grant('dora', { partner: teller })
    await world.withdraw('dora', grant.id)
    await tick(made)
    clock.advance(90 * 86_400_000)
    for (const job of allJobs(system)) await job.run({ since: null, at: clock.now() })
    const before = await toldTo(system, teller.partner)
    expect(before.at(-1)).toMatchObject({ type: 'access.ended', data: { why: 'withdrawn' } })
    await followEvents(system, teller.partner, before.at(-1)?.id)
    expect(await toldTo(system, teller.partner)).toEqual([])
    const taken = async () =>
      (
        await system.app.query(`select from events where state = 'taken' and partner_id = $1`, [
          teller.partner.slice(8),
        ])
      ).rowCount
    expect(await taken()).toBe(before.length)
    clock.advance(8 * 86_400_000)
    for (const job of allJobs(system)) await job.run({ since: null, at: clock.now() })
    expect(await taken()).toBe(0)
  })
})
