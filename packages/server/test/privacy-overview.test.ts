// TRN-01, TRN-02, TRN-04: the privacy centre at a glance: each company, what it may have, what it got by day, through whom never.
import { DAY_MS } from '@countersign/protocol'
import { expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, url, world, clock } = await peopleServer()
const overviewOf = async (who: 'ana' | 'ben' | 'chika' | 'emil') =>
  (await (await signedInBrowser(url, world.login(who))).get('/privacy')).body

it('shows nobody who has nothing', async () => {
  expect(await overviewOf('emil')).toEqual({ restricted: false, companies: [], threads: [] })
})

it('draws each day a company got something, own and through others apart, and adds up to its totals', async () => {
  const matinee = await world.partner('matinee')
  const { id } = await world.grant('ana')
  await world.countersign('ben')
  await world.say('ben', 'one')
  await world.say('ana', 'two')
  await world.read('ana')
  clock.advance(DAY_MS)
  await world.say('ben', 'three')
  await world.read('ana')
  const withdrawn = await world.grant('ana', { partner: matinee })
  await world.withdraw('ana', withdrawn.id)
  await expect(world.read('ana', { partner: matinee })).rejects.toMatchObject({ code: 'WITHDRAWN' })

  const ana = await overviewOf('ana')
  expect(
    ana.companies.map((one: { partner: { name: string }; live: boolean }) => [one.partner.name, one.live]),
  ).toEqual([
    ['Jukebox', true],
    ['Matinee', false],
  ])
  const [jukebox, other] = ana.companies
  expect(jukebox.permissions[0]).toMatchObject({ id, standing: 'live', disclosures: 2 })
  expect(jukebox.days).toEqual([
    { day: '2026-06-01', items: 1, items_through_others: 0 },
    { day: '2026-06-02', items: 1, items_through_others: 0 },
  ])
  expect(other.last_refused).toMatchObject({ code: 'WITHDRAWN' })
  expect(other.totals).toEqual({
    disclosures: 0,
    items: 0,
    items_through_others: 0,
    first_at: null,
    last_at: null,
  })
  expect(ana.threads).toEqual([{ id: world.thread, title: 'Friday songs' }])

  const ben = await overviewOf('ben')
  expect(ben.companies[0].answers[0]).toMatchObject({
    answer: 'allow',
    standing: 'live',
    thread: world.thread,
  })
  expect(
    ben.companies[0].days.map((one: { items_through_others: number }) => one.items_through_others),
  ).toEqual([1, 2])
  const days: { items: number }[] = ben.companies[0].days
  expect(days.reduce((sum, { items }) => sum + items, 0)).toBe(ben.companies[0].totals.items)
  // Whose connection it went through is nowhere in it.
  for (const word of ['Ana', world.people.ana, id]) expect(JSON.stringify(ben)).not.toContain(word)
})

it('names a thread one left by who was there with one, and by nothing that came after', async () => {
  const [ana, ben] = [
    await signedInBrowser(url, world.login('ana')),
    await signedInBrowser(url, world.login('ben')),
  ]
  const { people } = world
  const made = await ana.post('/threads', { kind: 'group', members: [people.ben, people.chika] })
  const thread = made.body.id
  await world.countersign('ben', { thread })
  clock.advance(1_000)
  expect((await ben.delete(`/threads/${thread}/members/me`)).status).toBe(204)
  clock.advance(1_000)
  expect((await ana.post(`/threads/${thread}/members`, { person: people.dora })).status).toBe(201)
  expect((await ana.patch(`/threads/${thread}`, { title: 'Without Ben' })).status).toBe(200)
  const { threads } = (await ben.get('/privacy')).body
  // Both joined at once: either may be named first.
  const { title } = threads.find(({ id }: { id: string }) => id === thread)
  expect(['Ana, Chika', 'Chika, Ana']).toContain(title)
})

it('a yes for a feature that has ended lets nobody have anything, and says so on every page (SUN-01)', async () => {
  const cinema = await world.partner('cinema')
  await world.countersign('chika', { partner: cinema })
  const chika = await signedInBrowser(url, world.login('chika'))
  const reach = async () =>
    (await chika.get(`/threads/${world.thread}/sharing`)).body.reach.map(
      ({ partner }: { partner: { id: string } }) => partner.id,
    )
  const company = async () =>
    (await overviewOf('chika')).companies.find(
      (one: { partner: { id: string } }) => one.partner.id === cinema.partner,
    )
  expect([await reach(), (await company()).live]).toEqual([[cinema.partner], true])
  await endFeature(system, { ...cinema, at: null })
  clock.advance(1_000)
  expect([await reach(), (await company()).live]).toEqual([[], false])
  const { items } = (await chika.get('/answers')).body
  expect(items.map(({ standing }: { standing: string }) => standing)).toEqual(['feature_ended'])
})
