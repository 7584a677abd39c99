// The tour in a real browser: eight doors, each 2018 beside here, drawn from real numbers and live against this very server (TRN-03, SUN-03).
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { loadDemoRegister } from '../src/demo/register.ts'
import { loadDemoWorld } from '../src/demo/world.ts'
import { registerFeatures } from '../src/store/register.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const clock = testClock(Date.now())
const server = await pagesServer({ makeDemo: true, testClock: clock, clock })
const world = await makeWorld(server.system, clock)
await world.partner('matinee')
await loadDemoWorld(server.system)
await loadDemoRegister(server.system, () => ({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'demo' }))
await onServer(server.database.owner, (db) =>
  db.query("update persons set locale = 'ar' where person_id = $1", [uuidOf(world.people.dora)]),
)
const browser = await appBrowser(server.url)
const doors = [
  'send-a-song',
  'recommend-a-film',
  'bank-receipt',
  'friends-addresses',
  'who-got-what',
  'withdraw',
  'register',
  'ended',
]
const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'light' } as const
const desk = { viewport: { width: 1280, height: 860 }, colorScheme: 'dark' } as const

const side = (page: Page, name: '2018' | 'Here') => page.getByRole('region', { name, exact: true })
/** How many dots or squares of a side's picture look so: each is one piece of a path. */
const drawn = (page: Page, name: '2018' | 'Here', look = '') =>
  side(page, name)
    .locator(`svg[role=img] path${look}`)
    .evaluateAll((paths) =>
      paths.reduce((sum, path) => sum + (path.getAttribute('d') ?? '').split('M').length - 1, 0),
    )
const go = async (page: Page, path: string): Promise<void> => {
  await page.goto(server.url + path)
  await page.locator('h1').waitFor()
}

describe('a stranger', () => {
  it('finds no door that is not there, and nothing of anybody’s', async () => {
    const { page, close } = await browser.open(desk)
    await go(page, '/tour/nowhere')
    await page.getByRole('heading', { name: 'There is no such door.' }).waitFor()
    await close()
    await world.grant('chika')
    await world.say('chika', 'a word of Chika')
    await world.read('chika')
    const answer = await (await fetch(`${server.url}/api/v1/tour`)).text()
    expect(JSON.parse(answer).me).toBeNull()
    expect(answer).not.toMatch(/Chika|chika|thread_|person_|grant_/)
  })

  it('sees eight doors, each with both of its pictures', async () => {
    const { page, faults, close } = await browser.open(desk)
    await go(page, '/')
    expect(await page.getByRole('list', { name: 'The doors' }).getByRole('heading').count()).toBe(8)
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it.each(doors)('reads %s with its source, its date and a picture; axe finds nothing', async (id) => {
    const { page, faults, close } = await browser.open(desk)
    await go(page, `/tour/${id}`)
    await side(page, '2018')
      .getByText(/^Source: .*201[89]/)
      .waitFor()
    expect(await side(page, '2018').getByRole('img').count()).toBe(1)
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('sees the numbers of the record, one mark for each, and those of this register (TRN-03)', async () => {
    const { page, close } = await browser.open(desk)
    const features = await registerFeatures(server.system.app, null)
    const of = Map.groupBy(features, ({ partner }) => partner)
    const over = [...of.values()].filter((all) =>
      all.every(({ endAt }) => endAt !== null && endAt <= clock.now()),
    )
    for (const [door, then] of [
      ['send-a-song', 70],
      ['friends-addresses', 322],
      ['who-got-what', 150],
      ['register', 52],
      ['ended', 80],
    ] as const) {
      await go(page, `/tour/${door}`)
      expect([door, await drawn(page, '2018')]).toEqual([door, then])
    }
    await go(page, '/tour/register')
    expect(await drawn(page, '2018', '.stroke-edge')).toBe(38)
    expect(await drawn(page, 'Here')).toBe(of.size)
    expect(await drawn(page, 'Here', '.stroke-edge')).toBe(over.length)
    await side(page, 'Here').getByText(`${of.size} companies are in the register now`).waitFor()
    await go(page, '/tour/friends-addresses')
    expect(await drawn(page, 'Here', '.fill-accent')).toBe(1)
    await go(page, '/tour/ended')
    const first = features
      .filter(({ slug, endAt }) => slug.includes('film') && endAt !== null && endAt <= clock.now())
      .toSorted((a, b) => (a.endAt ?? 0) - (b.endAt ?? 0))[0]
    const shown = side(page, 'Here').getByText('It has been shut since.')
    expect(await shown.textContent()).toContain(
      new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(first?.endAt ?? 0),
    )
    await close()
  })

  it('sees what a company may ask for, as its manifest says, and is sent to where it can be tried', async () => {
    const { page, close } = await browser.open(desk)
    await go(page, '/tour/send-a-song')
    const here = side(page, 'Here')
    await here.getByText('Group songs: sending things you picked to people you chat with').waitFor()
    await here.getByText('Group songs: showing a chat what its people are enjoying together').waitFor()
    const [link] = await here.getByRole('link', { name: 'Open Jukebox' }).all()
    expect(await link?.getAttribute('href')).toBe('https://jukebox.example')
    await go(page, '/tour/bank-receipt')
    await here.getByText('The example company of this door is not here.').waitFor()
    await close()
  })

  it('goes through by keyboard alone, and comes in as somebody made up with one click', async () => {
    const { page, faults, close } = await browser.open(phone)
    await go(page, '/')
    await page.getByRole('link', { name: 'A film feature that ended' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/tour/ended`)
    await page.getByText('countersign demo film-ends').waitFor()
    await page.getByRole('link', { name: 'Before: No hidden company' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/tour/register`)
    await go(page, '/')
    await page.getByRole('button', { name: 'Ana Ferreira' }).click()
    await page.getByText('You are here as Ana Ferreira.').waitFor()
    await page.getByRole('link', { name: 'Open your threads' }).click()
    await page.waitForURL(`${server.url}/threads`)
    expect(faults).toEqual([])
    await close()
  })
})

describe('somebody signed in', () => {
  it('sees what is theirs, live: what went out, and the refusal after they withdrew (SUN-03)', async () => {
    const { page, faults, close } = await browser.at(world.login('ana'), '/tour/withdraw', phone)
    const live = side(page, 'Here').getByRole('status')
    await live.getByText('You have withdrawn nothing yet.').waitFor()
    const grant = await world.grant('ana')
    await world.say('ana', 'one word of Ana')
    await world.say('ana', 'another word of Ana')
    await world.read('ana')
    await go(page, '/tour/who-got-what')
    await live.getByText('So far Jukebox got 2 items of yours.').waitFor()
    await side(page, 'Here').getByRole('img', { name: 'What each company got of you: Jukebox 2' }).waitFor()
    await go(page, '/tour/withdraw')
    await world.withdraw('ana', grant.id)
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    // Back at the window after a while, it looks again by itself.
    await page.evaluate(() => {
      const later = Date.now() + 60_000
      Date.now = () => later
      window.dispatchEvent(new Event('visibilitychange'))
    })
    await live.getByText(/Jukebox was last refused on .*: you had withdrawn the permission\./).waitFor()
    await side(page, 'Here')
      .getByRole('img', { name: /A time line of your permission for Jukebox/ })
      .waitFor()
    expect(await side(page, 'Here').locator('svg .fill-bad').count()).toBe(1)
    expect(faults).toEqual([])
    await close()
  })

  it('has what is live whole on a narrow window, and axe finds nothing', async () => {
    const { page, faults, close } = await browser.at(world.login('ana'), '/', phone)
    for (const path of ['/', '/tour/send-a-song', '/tour/who-got-what', '/tour/withdraw', '/tour/ended']) {
      await go(page, path)
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360])
      expect([path, await axeFaults(page)]).toEqual([path, []])
    }
    expect(faults).toEqual([])
    await close()
  })

  it('reads it in Arabic, from right to left, in the dark', async () => {
    const look = { ...phone, colorScheme: 'dark' } as const
    const { page, faults, close } = await browser.at(world.login('dora'), '/', look)
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    for (const path of ['/', ...doors.map((id) => `/tour/${id}`)]) {
      await go(page, path)
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360])
    }
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })
})
