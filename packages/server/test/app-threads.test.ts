// The messenger in real browsers: two people chat live, change, react, lose the line and come back; nobody else hears.
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, signInAt, testClock, worldPassword } from '@countersign/testkit'
import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const { system, url } = server
const world = await makeWorld(system, server.clock)
const { people, thread } = world
const browser = await appBrowser(url)
const here = `/threads/${thread}`
const at = (who: 'ana' | 'ben' | 'chika' | 'dora', path = here, options = {}) =>
  browser.at(world.login(who), path, options)
const box = (page: Page) => page.getByRole('textbox', { name: 'Your message' })
const say = async (page: Page, words: string): Promise<void> => {
  await box(page).fill(words)
  await page.keyboard.press('Enter')
}
const said = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })

describe('two people in a thread', () => {
  it('see what the other writes, changes, answers, reacts to and deletes, without touching anything', async () => {
    const [ana, ben] = [await at('ana'), await at('ben')]
    await say(ana.page, 'Does anybody know a <b>good</b> song?')
    await said(ben.page, 'Does anybody know a <b>good</b> song?').waitFor()
    expect(await ben.page.locator('article b').count()).toBe(0)
    await ben.page.getByRole('button', { name: 'What to do with the message by Ana' }).last().click()
    await ben.page.getByRole('button', { name: 'React with 🎵' }).click()
    await ana.page.getByRole('button', { name: '🎵 from Ben' }).waitFor()
    await ben.page.getByRole('button', { name: 'What to do with the message by Ana' }).last().click()
    await ben.page.getByRole('button', { name: 'Reply' }).click()
    await say(ben.page, 'Blue Train')
    await said(ana.page, 'Blue Train').getByText('Does anybody know').waitFor()
    await ana.page.getByText('Read by Ben').waitFor()
    await ben.page.getByRole('button', { name: 'What to do with your message' }).last().click()
    await ben.page.getByRole('button', { name: 'Change' }).click()
    await ben.page.getByRole('textbox', { name: 'Your changed message' }).fill('A Love Supreme')
    await ben.page.keyboard.press('Enter')
    await said(ana.page, 'A Love Supreme').getByText('edited').waitFor()
    await ben.page.getByRole('button', { name: 'What to do with your message' }).last().click()
    await ben.page.getByRole('button', { name: 'Delete' }).click()
    await ben.page.getByRole('button', { name: 'Delete' }).click()
    await ana.page.getByText('Deleted by its author.').waitFor()
    expect([...ana.faults, ...ben.faults]).toEqual([])
    await Promise.all([ana.close(), ben.close()])
  })

  it('find it in the list with what is new, and the line where that begins', async () => {
    const ben = await at('ben', '/threads')
    for (const words of ['one', 'two', 'three']) await world.say('ana', words)
    const line = ben.page.getByRole('link', { name: /Friday songs/ })
    await line.getByText('New messages: 3').waitFor()
    await line.getByText('Ana: three').waitFor()
    await line.click()
    await ben.page.getByText('New since you were here').waitFor()
    await line.getByText('New messages').waitFor({ state: 'detached' })
    expect(ben.faults).toEqual([])
    await ben.close()
  })
})

describe('names and other threads', () => {
  it('a member is named by picking, and words are forwarded under their writer’s name', async () => {
    const ana = await at('ana')
    await box(ana.page).pressSequentially('hello @be')
    await ana.page.getByRole('button', { name: '@Ben' }).click()
    await ana.page.keyboard.press('Enter')
    await said(ana.page, 'hello @Ben').locator('strong').getByText('@Ben').waitFor()
    const direct = await createThread(system, { by: people.ana, kind: 'direct', others: [people.ben] })
    await ana.page.getByRole('button', { name: 'What to do with your message' }).last().click()
    await ana.page.getByRole('button', { name: 'Forward' }).click()
    await ana.page.getByRole('dialog', { name: 'Forward to' }).getByRole('button', { name: 'Ben' }).click()
    await ana.page.getByRole('link', { name: /^Ben/ }).click()
    await said(ana.page, 'hello @Ben').getByText('Forwarded from Ana').waitFor()
    expect(ana.page.url()).toBe(`${url}/threads/${direct}`)
    expect(ana.faults).toEqual([])
    await ana.close()
  })
})

describe('a line that breaks', () => {
  it('keeps words written meanwhile, and they are sent again, once', async () => {
    const ana = await at('ana')
    await ana.page.route('**/api/v1/threads/*/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    )
    await say(ana.page, 'into the void')
    await ana.page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await ana.page.unroute('**/api/v1/threads/*/messages')
    await ana.page.getByRole('button', { name: 'Send again' }).click()
    await said(ana.page, 'into the void').waitFor()
    await ana.page.getByRole('button', { name: 'Send again' }).waitFor({ state: 'detached' })
    const once = ana.page.getByRole('region', { name: 'Messages' }).getByText('into the void')
    await expect.poll(() => once.count()).toBe(1)
    await ana.close()
  })

  it('that lost an answer sends nothing twice, and the same words twice when they were meant twice', async () => {
    const { page, close } = await at('ana')
    const all = page.getByRole('region', { name: 'Messages' }).getByText('ok then')
    await say(page, 'ok then')
    await expect.poll(() => all.count()).toBe(1)
    // The server has it; nobody hears of that.
    const lose = async (route: Route): Promise<void> => {
      if (route.request().method() === 'POST') await route.fetch()
      await route.abort()
    }
    await page.route('**/api/v1/threads/*/messages', lose)
    await say(page, 'ok then')
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await page.unroute('**/api/v1/threads/*/messages')
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByRole('button', { name: 'Send again' }).waitFor({ state: 'detached' })
    await page.reload()
    await all.first().waitFor()
    await expect.poll(() => all.count()).toBe(2)
    await close()
  })

  it('is mentioned quietly and comes back by itself, with what was said meanwhile', async () => {
    const { page, close } = await browser.open()
    let up = true
    let cut = (): unknown => undefined
    await page.routeWebSocket('**/api/v1/live', (socket) => {
      cut = () => socket.close()
      if (up) socket.connectToServer()
      else void socket.close()
    })
    await signInAt(page, `${url}/sign-in?next=${encodeURIComponent(here)}`, {
      login: world.login('ben'),
      password: worldPassword,
    })
    await box(page).waitFor()
    await world.say('ana', 'the line is there')
    await said(page, 'the line is there').waitFor()
    up = false
    await cut()
    await page.getByText('Connecting …').first().waitFor()
    await world.say('ana', 'while you were out')
    expect(await said(page, 'while you were out').count()).toBe(0)
    up = true
    await said(page, 'while you were out').waitFor({ timeout: 20_000 })
    await page.getByText('Connecting …').first().waitFor({ state: 'detached' })
    await close()
  }, 40_000)
})

describe('a draft', () => {
  it('stays with its thread, and goes with its person', async () => {
    const ana = await at('ana')
    await box(ana.page).fill('half a thou')
    await ana.page.reload()
    await expect.poll(() => box(ana.page).inputValue()).toBe('half a thou')
    await ana.page.getByRole('button', { name: 'Sign out' }).click()
    await ana.page.waitForURL(`${url}/`)
    expect(await ana.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('half a thou')
    await ana.close()
  })
})

describe('a long thread', () => {
  it('is read in both directions with a bounded page, and searched', async () => {
    for (let n = 1; n <= 400; n++)
      await sendMessage(system, { person: people.ana, thread, text: n === 7 ? 'the needle' : `line ${n}` })
    const ben = await at('ben')
    const { page } = ben
    await page.getByRole('button', { name: 'Jump to the newest' }).click()
    await said(page, 'line 400').waitFor()
    const scroll = page.getByRole('region', { name: 'Messages' })
    const patience = { timeout: 20_000 }
    const newestIsThere = () => said(page, 'line 400').count()
    await expect
      .poll(async () => {
        await scroll.evaluate((element) => element.scrollTo({ top: 0 }))
        return newestIsThere()
      }, patience)
      .toBe(0)
    expect(await page.getByRole('article').count()).toBeLessThanOrEqual(240)
    await expect
      .poll(async () => {
        await scroll.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
        return newestIsThere()
      }, patience)
      .toBe(1)
    expect(await page.getByRole('article').count()).toBeLessThanOrEqual(240)
    await page.getByRole('button', { name: 'Find in this thread' }).click()
    await page.getByRole('textbox', { name: 'Words' }).fill('NEEDLE')
    await page.keyboard.press('Enter')
    await page.getByText('1 message found').waitFor()
    await page.getByRole('button', { name: /the needle/ }).click()
    await said(page, 'the needle').waitFor()
    await expect.poll(() => said(page, 'the needle').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Jump to the newest' }).click()
    await said(page, 'line 400').waitFor()
    expect(ben.faults).toEqual([])
    await ben.close()
  }, 60_000)
})

describe('about a thread', () => {
  it('blocks somebody and ends it, and sets whether reading shows', async () => {
    const ana = await at('ana', `${here}/about`)
    await ana.page.getByRole('button', { name: 'Block Ben' }).click()
    await ana.page.getByRole('button', { name: 'Unblock Ben' }).click()
    await ana.page.getByRole('button', { name: 'Block Ben' }).waitFor()
    const shown = ana.page.getByRole('checkbox', { name: /Others see how far I have read/ })
    await shown.click()
    await expect.poll(() => shown.isChecked()).toBe(false)
    await ana.page.reload()
    await expect.poll(() => shown.isChecked()).toBe(false)
    expect(ana.faults).toEqual([])
    await ana.close()
  })
})

describe('on every screen', () => {
  it('from right to left: whole, accessible, and every word of it', async () => {
    await onServer(server.database.owner, (db) =>
      db.query('update persons set locale = $1 where person_id = $2', ['ar', uuidOf(people.dora)]),
    )
    const dora = await at('dora', here, { viewport: { width: 360, height: 740 } })
    await dora.page.getByRole('textbox', { name: 'رسالتك' }).waitFor()
    expect(await dora.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
    expect(await axeFaults(dora.page)).toEqual([])
    expect(dora.faults).toEqual([])
    await dora.close()
  })

  it.each([
    ['phone', { viewport: { width: 360, height: 740 }, colorScheme: 'light' }],
    ['phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
    ['desktop', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ] as const)('%s: nothing is sideways, and axe finds nothing', async (_, options) => {
    for (const path of ['/threads', here, `${here}/about`]) {
      const ana = await at('ana', path, options)
      await ana.page.waitForTimeout(300)
      const wide = await ana.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      expect([path, wide]).toEqual([path, false])
      expect([path, await axeFaults(ana.page)]).toEqual([path, []])
      expect(ana.faults).toEqual([])
      await ana.close()
    }
  })
})
