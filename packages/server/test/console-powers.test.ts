// Powers at the console: which are held and used, and giving one back for everybody at once (PER-05).
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { inviteColleague } from '../src/acts/invite-colleague.ts'
import { somebody } from './_console.ts'
import { problem } from './_people-browser.ts'

const server = await testServer()
const { system } = server
const world = await makeWorld(system, server.clock)
const { partner, feature } = world.jukebox
const [owner, developer] = await Promise.all(['owner', 'developer'].map((login) => somebody(server, login)))
if (owner === undefined || developer === undefined) throw new Error('nobody came')
for (const [role, who] of [
  ['owner', owner],
  ['developer', developer],
] as const) {
  const { code } = await inviteColleague(system, { partner, by: null, role })
  await who.at.post('/joins', { code })
}
const powers = async () => (await owner.at.get(`/partners/${partner}/powers`)).body.items[0].powers
const path = (verb: string) => `/partners/${partner}/features/${feature}/powers/${verb}`

it('shows a power as held once somebody said yes to it, whoever they are', async () => {
  expect((await powers()).map(({ held }: { held: boolean }) => held)).toEqual([false, false, false, false])
  await world.grant('ana', { verbs: ['messages.read', 'members.see'] })
  await world.say('ana', 'The Entertainer')
  expect((await powers()).filter(({ held }: { held: boolean }) => held)).toMatchObject([
    { verb: 'messages.read', used: false, last_used_at: null },
    { verb: 'members.see' },
  ])
})

it('is refused for a developer, for a power it does not have, and for another feature', async () => {
  expect(problem(await developer.at.delete(path('messages.read')))).toBe('403 NOT_ALLOWED')
  expect(problem(await owner.at.delete(path('friends.list')))).toBe('404 NOT_FOUND')
  const other = path('messages.read').replace(/feature_./, 'feature_f')
  expect(problem(await owner.at.delete(other))).toBe('404 NOT_FOUND')
})

it('PER-05: a power given back is refused for everybody from then on; what is left works on under the same yes', async () => {
  expect((await world.read('ana')).items).toHaveLength(1)
  expect((await owner.at.delete(path('members.see'))).body).toEqual({ version: 2 })
  expect((await world.read('ana')).items).toHaveLength(1)
  expect((await owner.at.delete(path('messages.read'))).body).toEqual({ version: 3 })
  await expect(world.read('ana')).rejects.toMatchObject({ code: 'VERB_NOT_GRANTED' })
  expect((await powers()).map(({ verb }: { verb: string }) => verb)).toEqual([
    'threads.list',
    'messages.write',
  ])
})

describe('the budget of a company’s owner (COP-08)', () => {
  const budget = async () => (await owner.at.get(`/partners/${partner}/powers`)).body.owner_budget
  const page = async () =>
    (await owner.elsewhere.get(`/../../console/${partner}/powers`, { headers: { accept: 'text/html' } })).body
  const reach = (people: number) =>
    onServer(server.database.owner, (db) =>
      db.query("update reach set people = $1 where ownership_group = 'jukebox'", [people]),
    )

  it('is shown with what is used of it as a band and a bar, to whoever works there and nobody else', async () => {
    expect(await budget()).toEqual({
      group: 'jukebox',
      budget: 1_000,
      reached: '1 to 10',
      nearly_used: false,
    })
    expect((await owner.at.get(`/partners/${partner}/powers`)).body.items[0].budget).toBe(1_000)
    const text = await page()
    expect(text).toContain('All of jukebox may reach 1,000 accounts, and has reached 1 to 10 people.')
    expect(text.match(/<rect class="used"/g)).toHaveLength(1)
    expect(text.match(/<rect class="free"/g)).toHaveLength(2)
    const stranger = await somebody(server, 'stranger')
    expect(problem(await stranger.at.get(`/partners/${partner}/powers`))).toBe('404 NOT_FOUND')
  })

  it('says the same for each number of a band, so that nobody learns that two permissions reach one person', async () => {
    await reach(11)
    const [first, said] = [await page(), await budget()]
    await reach(100)
    expect([await page(), await budget()]).toEqual([first, said])
    expect(said.reached).toBe('11 to 100')
  })

  it('warns when it is nearly used up, and says what then happens', async () => {
    await reach(799)
    expect(await budget()).toMatchObject({ reached: '101 to 1,000', nearly_used: false })
    await reach(800)
    expect((await budget()).nearly_used).toBe(true)
    expect(await page()).toContain('One more than the budget suspends the company.')
    await reach(1)
  })
})

it('leaves the last power of a feature: that is an end, and is said to be one', async () => {
  await owner.at.delete(path('threads.list'))
  expect(problem(await owner.at.delete(path('messages.write')))).toBe('422 NOTHING_CHOSEN')
})

it('SUN-01: ends a feature for everybody at an instant, after a preview that names nobody and counts no answers', async () => {
  const end = `/partners/${partner}/features/${feature}/end`
  expect(problem(await developer.at.get(end))).toBe('403 NOT_ALLOWED')
  expect(problem(await developer.at.post(end, { at: null }))).toBe('403 NOT_ALLOWED')
  expect((await owner.at.get(end)).body).toEqual({ people: '1 to 10', tokens: 0, drafts: 0 })
  const at = new Date(server.clock.now() + 60_000).toISOString()
  expect((await owner.at.post(end, { at })).body).toEqual({ ends_at: at })
  expect(problem(await owner.at.post(end, { at: '2999-01-01T00:00:00Z' }))).toBe('409 ALREADY')
  server.clock.advance(61_000)
  await expect(world.read('ana')).rejects.toMatchObject({ code: 'FEATURE_ENDED' })
})
