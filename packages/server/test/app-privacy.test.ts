// The privacy centre in a real browser: what a person sees of every company, and each way out (TRN-01, TRN-02, TRN-04, TRN-05, SUN-03, DEL-02).
import { readFileSync } from 'node:fs'
import { uuidOf } from '@countersign/protocol'
import { findChromium, makeWorld, onServer, signInAt, testClock, worldPassword } from '@countersign/testkit'
import { compactVerify, createLocalJWKSet } from 'jose'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDeletion } from '../src/acts/answer-deletion.ts'
import { voidScreen } from '../src/acts/void-screen.ts'
import { deletionsOf } from '../src/store/deletions.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const world = await makeWorld(server.system, server.clock)
const matinee = await world.partner('matinee')
const LONG = `${'Unbroken'.repeat(20)} & <b>bold</b>`
await onServer(server.database.owner, async (db) => {
  await db.query("update persons set locale = 'ar' where person_id = $1", [uuidOf(world.people.dora)])
  await db.query('update threads set title = $1 where thread_id = $2', [LONG, uuidOf(world.thread)])
})

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser.close())

/** Somebody's own browser; `faults` is what its console said. */
async function at(who: 'ana' | 'ben' | 'chika' | 'dora' | 'emil', path = '/privacy', width = 1_200) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  await signInAt(page, `${server.url}/sign-in?next=${encodeURIComponent(path)}`, {
    login: world.login(who),
    password: worldPassword,
  })
  await page.locator('h1').waitFor()
  return { page, faults, close: () => context.close() }
}
const company = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const saved = async (page: Page, press: () => Promise<void>): Promise<string> => {
  const download = page.waitForEvent('download')
  await press()
  return (await download).path()
}

it('is calm where there is nothing', async () => {
  const { page, faults, close } = await at('emil')
  await page.getByRole('heading', { name: 'No company has anything of yours' }).waitFor()
  await page.getByRole('link', { name: 'Who got what' }).click()
  await page.getByText('Nothing of yours went to any company.').waitFor()
  expect(faults).toEqual([])
  await close()
})

describe('a permission', () => {
  it('shows its data, period and last use, a picture of what flowed, and each read under it (TRN-01, TRN-02)', async () => {
    const grant = await world.grant('ana')
    await world.say('ana', 'a word of Ana')
    await world.say('ana', 'another word of Ana')
    expect((await world.read('ana')).items).toHaveLength(2)
    const { page, faults, close } = await at('ana')
    const jukebox = company(page, 'Jukebox')
    await jukebox.getByText('It got 2 items of yours, in 1 read.').waitFor()
    await jukebox.getByRole('img', { name: 'Jukebox got 2 items in 1 read.' }).waitFor()
    const item = page.locator(`#${grant.id}`)
    for (const words of [
      'read messages in the threads you picked',
      'words, times of sending',
      'Given',
      'Ends',
      '1 time',
    ])
      expect(await item.textContent()).toContain(words)
    // What others called the thread is text, however long, and nothing of it is wider than the window.
    expect(await item.textContent()).toContain(LONG)
    await jukebox.getByText('Each time it got something: 1 read').click()
    await jukebox.getByText('Jukebox: 2 items').waitFor()
    expect(await jukebox.getByRole('link', { name: 'Under your permission' }).getAttribute('href')).toBe(
      `/privacy#${grant.id}`,
    )
    expect(faults).toEqual([])
    await close()
  })

  it('is withdrawn in one step, with what follows said before (SUN-03)', async () => {
    const { page, faults, close } = await at('ana')
    const withdraw = company(page, 'Jukebox').getByRole('button', { name: 'Withdraw' })
    const told = (await withdraw.getAttribute('aria-describedby'))?.split(' ').at(-1)
    expect(await page.locator(`#${told}`).textContent()).toContain('the next read is refused')
    // By keyboard alone.
    await withdraw.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('Withdrawn. It holds from now on.').waitFor()
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    await page.reload()
    await company(page, 'Jukebox').getByText('you had withdrawn the permission.').waitFor()
    await page.getByRole('heading', { name: 'Over' }).waitFor()
    expect(await company(page, 'Jukebox').getByRole('button', { name: 'Withdraw' }).count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  })

  it('leaves receipts that anybody can check (REC-02)', async () => {
    const { page, close } = await at('ana')
    const button = company(page, 'Jukebox').getByRole('button', { name: 'Save the receipts' }).first()
    const items = JSON.parse(readFileSync(await saved(page, () => button.click()), 'utf8'))
    const keys = createLocalJWKSet(await (await fetch(`${server.url}/receipt-keys.json`)).json())
    expect(items.map(({ event }: { event: string }) => event)).toEqual(['given', 'withdrawn'])
    for (const { jws } of items) await expect(compactVerify(jws, keys)).resolves.toBeDefined()
    await close()
  })

  it('that counts no more because its screen was wrong says so, and still has a way out', async () => {
    const grant = await world.grant('emil', {
      partner: matinee,
      purpose: 'share_content',
      verbs: ['messages.write'],
    })
    await voidScreen(server.system, { hash: grant.screenHash })
    const { page, close } = await at('emil')
    const item = page.locator(`#${grant.id}`)
    await item.getByText('not valid: its screen was wrong').waitFor()
    expect(await item.getByRole('button', { name: 'Withdraw' }).count()).toBe(1)
    await page.getByText('counts no more: the screen it was allowed on was not good enough').waitFor()
    await close()
  })
})

describe('asking a company to delete (DEL-02, DEL-03)', () => {
  it('is one click, says what follows, and shows what the company said, as text', async () => {
    const { partner } = world.jukebox
    const { page, faults, close } = await at('ana')
    const part = company(page, 'Jukebox').getByRole('region', { name: 'Have it deleted' })
    const ask = part.getByRole('button', { name: 'Ask Jukebox to delete everything' })
    const told = await ask.getAttribute('aria-describedby')
    expect(await page.locator(`#${told}`).textContent()).toContain('ten days')
    await ask.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('Asked. The company is told now').waitFor()
    await part.getByText('asked', { exact: true }).waitFor()
    expect(await part.getByRole('button').count()).toBe(0)
    const [asked] = await deletionsOf(server.system.app, world.people.ana, [partner])
    await answerDeletion(server.system, {
      partner,
      deletion: asked?.id ?? 'deletion_',
      statement: {
        outcome: 'deleted',
        items: 1,
        sub_holders: [{ name: '<b>Cloud</b>', deleted: false }],
        derived_data: { made: true, deleted: false, what: 'a <i>taste</i> model' },
      },
    })
    await page.reload()
    for (const words of [
      'Jukebox says 1 item is gone. The record has 2.',
      'The two numbers differ.',
      'It had handed it on to <b>Cloud</b>. Not confirmed yet: <b>Cloud</b>.',
      'What it made of it stays: a <i>taste</i> model',
    ])
      await part.getByText(words).waitFor()
    await page.getByText('Jukebox says what it did when you asked it to delete.').waitFor()
    expect(faults).toEqual([])
    await close()
  })
})

describe('what went out through somebody else (TRN-04)', () => {
  it('is shown without whose connection it was, and stopped by taking the answer back', async () => {
    const third = await world.partner('teller')
    await world.countersign('ben', { partner: third })
    await world.grant('chika', { partner: third })
    await world.say('ben', 'a word of Ben')
    await world.read('chika', { partner: third })
    const { page, faults, close } = await at('ben')
    const teller = company(page, 'Teller')
    await teller
      .getByText('1 item of yours reached Teller because somebody in a thread with you connected it')
      .waitFor()
    await page.getByText('for the first time through somebody else’s connection').waitFor()
    expect(await page.locator('main').textContent()).not.toMatch(/Chika|a word of Ben/)
    await teller.getByText('Change your answer').click()
    await teller.getByRole('checkbox', { name: /also what I wrote before today/ }).waitFor()
    await teller.getByRole('button', { name: 'No, never mine' }).click()
    await page.getByRole('status').getByText('Changed. It holds from now on.').waitFor()
    await teller.getByRole('heading', { name: 'Group songs: you said never' }).waitFor()
    await teller.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('status').getByText('Taken back. It holds from now on.').waitFor()
    await world.say('ben', 'not this one')
    expect((await world.read('chika', { partner: third })).body).not.toContain('not this one')
    expect(faults).toEqual([])
    await close()
  })
})

it('has one switch that beats everything, and one way back (COP-05)', async () => {
  const { page, close } = await at('ben')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('heading', { name: 'You share nothing with any company' }).waitFor()
  await page.getByRole('button', { name: 'Switch off again' }).click()
  await page.getByRole('heading', { name: 'Share nothing with any company' }).waitFor()
  await close()
})

it('keeps reminders out of the mail for whoever says so (SUN-07)', async () => {
  const { page, close } = await at('chika')
  const box = page.getByRole('checkbox', { name: /Remind me by mail too/ })
  expect(await box.isChecked()).toBe(true)
  await page.getByText('Remind me by mail too').click()
  await expect
    .poll(async () => (await page.request.get(`${server.url}/api/v1/reminders`)).json())
    .toEqual({ by_mail: false })
  await page.reload()
  await box.waitFor()
  expect(await box.isChecked()).toBe(false)
  await close()
})

it('hands over everything to take along, after asking once more who it is (TRN-05)', async () => {
  const { page, faults, close } = await at('chika')
  server.clock.advance(11 * 60_000)
  await page.getByRole('button', { name: 'Make it ready' }).click()
  await page.getByLabel('Password').fill(worldPassword)
  await page.keyboard.press('Enter')
  const link = page.getByRole('link', { name: 'Save the file' })
  const path = await saved(page, () => link.click())
  expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('status').getByText('The file is whole.').waitFor()
  expect(faults.filter((fault) => !fault.includes('status of 40'))).toEqual([])
  await close()
})

it('says what is wrong when the server is away, and goes on when it is back', async () => {
  const { page, close } = await at('chika')
  await page.route('**/api/v1/grants/**', (route) => route.abort())
  const teller = company(page, 'Teller')
  await teller.getByRole('button', { name: 'Withdraw' }).click()
  await teller.getByRole('alert').getByText('The server cannot be reached.').waitFor()
  await page.unroute('**/api/v1/grants/**')
  await teller.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('status').getByText('Withdrawn.').waitFor()
  await close()
})

it('is whole in Arabic, from right to left, on a narrow window', async () => {
  await world.grant('dora')
  const { page, faults, close } = await at('dora', '/privacy', 360)
  expect(await page.locator('h1').textContent()).toBe('الخصوصية')
  await company(page, 'Jukebox').getByRole('button', { name: 'اسحب الإذن' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(faults).toEqual([])
  await close()
})

it('closes the account after name and password, and not after a wrong one (DEL-01)', async () => {
  const { page, close } = await at('emil', '/account/close')
  await page.getByLabel('Sign-in name').fill(world.login('emil'))
  await page.getByLabel('Password').fill('not it at all')
  await page.getByRole('button', { name: 'Close my account' }).click()
  await page.getByRole('alert').getByText('Check both and try again.').waitFor()
  await page.getByLabel('Password').fill(worldPassword)
  await page.getByRole('button', { name: 'Close my account' }).click()
  await page.getByRole('heading', { name: 'Your account is closed' }).waitFor()
  await page.goto(`${server.url}/privacy`)
  await page.waitForURL(/\/sign-in/)
  await close()
})
