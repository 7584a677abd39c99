// One's addresses in a real browser: proven by a mail, taken away, and nobody's by somebody else's word (COP-07).
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock, worldPassword } from '@countersign/testkit'
import { expect, it } from 'vitest'
import { PROOF_MS } from '../src/acts/prove-again.ts'
import type { Mail } from '../src/ports/mail.ts'
import { contactsOf } from '../src/store/contacts.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const sent: Mail[] = []
const mail = { send: async (one: Mail) => void sent.push(one) }
const clock = testClock(Date.now())
const server = await pagesServer({ testClock: clock, clock, mail })
const world = await makeWorld(server.system, clock)
await onServer(server.database.owner, (db) =>
  db.query("update persons set locale = 'ar' where person_id = $1", [uuidOf(world.people.dora)]),
)
const browser = await appBrowser(server.url)
const linkIn = ({ text }: Mail): string => /http\S+\/contact\/confirm\?code=\S+/.exec(text)?.[0] ?? ''
const owned = async (who: 'ana' | 'ben') =>
  (await contactsOf(server.system.app, world.people[who])).map(({ value }) => value)

it('an address is the reader’s once they say yes to its mail, and not by opening the link', async () => {
  const { page, faults, close } = await browser.at(world.login('ana'), '/contact')
  await page.getByText('No address yet.').waitFor()
  clock.advance(PROOF_MS)
  await page.getByLabel('Add an e-mail address').fill('ana@example.net')
  await page.keyboard.press('Enter')
  await page.getByLabel('Password').fill(worldPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('A mail is on its way to ana@example.net.').waitFor()
  expect(sent.map(({ to }) => to)).toEqual(['ana@example.net'])
  const link = linkIn(sent[0] as Mail)
  await page.goto(link)
  await page.getByText('You are signed in as Ana.').waitFor()
  expect(await owned('ana')).toEqual([])
  await page.getByRole('button', { name: 'Yes, it is mine' }).click()
  await page.getByRole('status').getByText('This address is yours.').waitFor()
  expect(await owned('ana')).toEqual(['ana@example.net'])
  await page.getByRole('link', { name: 'How to reach you' }).click()
  await page.getByText('reaches you', { exact: true }).waitFor()
  // What react-aria tells screen readers of a button that is gone stands about for some seconds.
  await page.reload()
  await page.getByText('reaches you', { exact: true }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  const ben = await browser.at(world.login('ben'), new URL(link).pathname + new URL(link).search)
  await ben.page.getByRole('button', { name: 'Yes, it is mine' }).click()
  await ben.page.getByRole('alert').waitFor()
  expect(await owned('ben')).toEqual([])
  await page.getByRole('button', { name: 'Remove ana@example.net' }).click()
  await page.getByRole('status').getByText('Taken away.').waitFor()
  expect(await owned('ana')).toEqual([])
  expect([...faults, ...ben.faults]).toEqual([])
  await Promise.all([close(), ben.close()])
})

it('says what is wrong with an address, and sends nothing', async () => {
  sent.length = 0
  const { page, close } = await browser.at(world.login('chika'), '/contact')
  await page.getByLabel('Add an e-mail address').fill('maybe@nowhere')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  expect(sent).toEqual([])
  await close()
})

it('is whole in Arabic, from right to left, on a narrow window, in the dark', async () => {
  const look = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const
  const { page, faults, close } = await browser.at(world.login('dora'), '/contact', look)
  expect(await page.locator('h1').textContent()).toBe('كيفية الوصول إليك')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
  await close()
})
