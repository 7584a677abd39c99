// The ask card in a real browser: what a yes could give is looked at first, and nothing is given by looking (PER-03, COP-01).
import { makeWorld, testClock } from '@countersign/testkit'
import { expect, it } from 'vitest'
import { askThread } from '../src/acts/ask-thread.ts'
import { countersignaturesOf } from '../src/store/countersignatures.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const { system, url, clock } = server
const world = await makeWorld(system, clock)
const browser = await appBrowser(url)
await world.say('ben', 'Play <i>Ocean Drive</i> first')
await world.say('chika', 'Chika alone said this')
const grant = await world.grant('ana')
await askThread(system, { person: world.people.ana, grant: grant.id, thread: world.thread })
await world.read('ana')
clock.advance(1_000)

it('shows which of my words a yes could give, as I tick, and only mine', async () => {
  const ben = await browser.at(world.login('ben'), `/threads/${world.thread}`)
  const { page } = ben
  await page.getByText('See which of your words').click()
  const own = page.getByRole('status').filter({ hasText: /Nothing of what is already written|Only your own/ })
  await own.getByText('Nothing of what is already written.').waitFor()
  await page.getByRole('checkbox', { name: /what I wrote before/ }).check()
  await own.getByText('Play <i>Ocean Drive</i> first').waitFor()
  expect(await own.textContent()).not.toContain('Chika alone')
  expect(await axeFaults(page)).toEqual([])
  expect(await countersignaturesOf(system.app, world.people.ben)).toEqual([])
  await page.getByRole('button', { name: 'Yes, my words' }).click()
  await page.getByRole('heading', { name: 'You said yes to Jukebox' }).waitFor()
  expect(ben.faults).toEqual([])
  await ben.close()
})
