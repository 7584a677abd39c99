// "Who got what" in a real browser, from the list to each item: one's own words, what was deleted since, and what is not told (TRN-01, TRN-04).
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import { expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { deleteMessage } from '../src/acts/delete-message.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const clock = testClock(Date.now())
const server = await pagesServer({ testClock: clock, clock })
const world = await makeWorld(server.system, clock)
const browser = await appBrowser(server.url)
const { people, thread } = world
const MARKUP = '<img src=x onerror=alert(1)> & "quoted"'

it('shows each item of one’s own, found by its thread and by keyboard', async () => {
  const other = await createThread(server.system, { by: people.ana, kind: 'direct', others: [people.ben] })
  await world.grant('ana', { threads: [thread, other] })
  await world.countersign('ben')
  await world.say('ana', MARKUP)
  const gone = await world.say('ana', 'deleted later')
  await world.say('ben', 'a word of Ben')
  await world.read('ana')
  await world.say('ana', 'elsewhere', { thread: other })
  await world.read('ana', { thread: other })
  await deleteMessage(server.system, { person: people.ana, thread, message: gone })
  const { page, faults, close } = await browser.at(world.login('ana'), '/privacy/got')
  await page.getByText('Jukebox: 1 item').waitFor()
  expect(await page.getByRole('listitem').count()).toBe(2)
  await page.getByLabel('Thread').selectOption({ label: 'Friday songs' })
  await page.getByText('Shown is what is known to be of this thread.').waitFor()
  await page.getByText('Jukebox: 1 item').waitFor({ state: 'detached' })
  expect(await page.getByRole('listitem').count()).toBe(1)
  await page.getByRole('link', { name: 'See each item' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Jukebox got 2 items of yours' }).waitFor()
  const items = page.getByRole('region', { name: 'Each item of yours' })
  await items.getByText(MARKUP).waitFor()
  await items.getByText('which you deleted since').waitFor()
  const shown = (await page.locator('main').textContent()) ?? ''
  for (const words of [
    'read messages in the threads you picked',
    'words, times of sending',
    'Through your own connection.',
  ])
    expect(shown).toContain(words)
  expect(shown).not.toMatch(/deleted later|a word of Ben|elsewhere/)
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Under your permission' }).click()
  await page.waitForURL(/\/privacy#grant_/)
  expect(faults).toEqual([])
  await close()
})

it('says what is not told and why, in Arabic too, on a narrow window in the dark', async () => {
  const second = await world.partner('teller')
  await world.countersign('dora', { partner: second, thread: null })
  await world.grant('emil', { partner: second })
  await world.say('dora', 'a word of Dora')
  await world.read('emil', { partner: second })
  const look = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const
  const english = await browser.at(world.login('dora'), '/privacy/got', look)
  await english.page.getByRole('link', { name: 'See each item' }).click()
  await english.page.getByText('Which thread this was could tell you whose connection it was').waitFor()
  expect(await english.page.locator('main').textContent()).not.toMatch(/a word of Dora|Emil|Friday songs/)
  expect(await axeFaults(english.page)).toEqual([])
  await english.close()
  await onServer(server.database.owner, (db) =>
    db.query("update persons set locale = 'ar' where person_id = $1", [uuidOf(people.dora)]),
  )
  const { page, faults, close } = await browser.at(world.login('dora'), '/privacy/got', look)
  await page.getByRole('link', { name: 'انظر إلى كل عنصر' }).click()
  await page.getByRole('heading', { name: 'ما لا يُقال واحدًا واحدًا' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(faults).toEqual([])
  await close()
})

it('has nothing at somebody else’s entry', async () => {
  const { page, close } = await browser.at(world.login('chika'), '/privacy')
  await page.goto(`${server.url}/privacy/got/1`)
  await page.getByRole('alert').waitFor()
  await close()
})
