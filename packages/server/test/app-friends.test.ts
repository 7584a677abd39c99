// The app in a real browser, by its smallest page: two become friends, in two languages, under a policy that lets nothing in.
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { appBrowser } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const world = await makeWorld(server.system, server.clock)
const HOSTILE = '<img src=x onerror=alert(1)>'
await onServer(server.database.owner, async (db) => {
  const set = (column: string) => `update persons set ${column} = $1 where person_id = $2`
  await db.query(set('display_name'), [HOSTILE, uuidOf(world.people.chika)])
  await db.query(set('locale'), ['ar-EG', uuidOf(world.people.dora)])
})

const browser = await appBrowser(server.url)
const at = (who: 'ana' | 'ben' | 'chika' | 'dora') => browser.at(world.login(who), '/friends')

async function ask(page: Page, login: string): Promise<void> {
  await page.getByRole('textbox').fill(login)
  // By keyboard alone.
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('If somebody here has that name').waitFor()
}

describe('friends', () => {
  it('become so when both say so, and end by one', async () => {
    const ana = await at('ana')
    await ask(ana.page, 'nobody@example.org')
    await ask(ana.page, world.login('ben'))
    const ben = await at('ben')
    await ben.page.getByRole('heading', { name: 'Would like to be friends' }).waitFor()
    await ben.page.getByRole('button', { name: 'Accept Ana' }).click()
    await ben.page.getByRole('button', { name: 'End the friendship with Ana' }).waitFor()
    await ana.page.reload()
    await ana.page.getByRole('button', { name: 'Write to Ben' }).click()
    await ana.page.waitForURL(/\/threads\/thread_/)
    await ben.page.getByRole('button', { name: 'End the friendship with Ana' }).click()
    await ben.page.getByText('Nobody here yet.').waitFor()
    expect([...ana.faults, ...ben.faults]).toEqual([])
    await Promise.all([ana.close(), ben.close()])
  })

  it('may be called what they like: a name is text', async () => {
    const chika = await at('chika')
    await ask(chika.page, world.login('ana'))
    await chika.close()
    const ana = await at('ana')
    await ana.page.getByText(HOSTILE).waitFor()
    expect(await ana.page.locator('main img').count()).toBe(0)
    await ana.page.getByRole('button', { name: `Decline ${HOSTILE}` }).click()
    await ana.page.getByText(HOSTILE).waitFor({ state: 'detached' })
    expect(ana.faults).toEqual([])
    await ana.close()
  })

  it('read it in their language and direction', async () => {
    const { page, faults, close } = await at('dora')
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      'ar',
      'rtl',
    ])
    expect(await page.locator('h1').textContent()).toBe('الأصدقاء')
    expect(await page.title()).toBe('الأصدقاء · Countersign')
    expect(faults).toEqual([])
    await close()
  })

  it('are told what to do when the server is away, and can go on when it is back', async () => {
    const { page, close } = await at('ben')
    await page.route('**/api/v1/friends', (route) => route.abort())
    await page.getByRole('textbox').fill('somebody')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    expect(await page.getByRole('textbox').inputValue()).toBe('somebody')
    await page.unroute('**/api/v1/friends')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByRole('status').waitFor()
    await close()
  })

  it('whose session has ended sign in again and come back', async () => {
    const { page, close } = await at('ben')
    await page.context().clearCookies()
    // A hint may have made the page ask before its reader does; either leads there.
    await page
      .getByRole('textbox')
      .fill('somebody', { timeout: 2_000 })
      .catch(() => undefined)
    await page
      .getByRole('button', { name: 'Ask' })
      .click({ timeout: 2_000 })
      .catch(() => undefined)
    await page.waitForURL(`${server.url}/sign-in?next=%2Ffriends`)
    await close()
  })
})

describe('the page of the app', () => {
  const open = async (who: 'ana' | null) => {
    const { page, close } = await (who === null ? browser.open() : at(who))
    const answer = await page.request.get(`${server.url}/friends`, { maxRedirects: 0 })
    const [status, headers, text] = [answer.status(), answer.headers(), await answer.text()]
    await close()
    return { status, headers, text }
  }

  it('is for whoever is signed in', async () => {
    const answer = await open(null)
    expect([answer.status, answer.headers['location']]).toEqual([303, '/sign-in?next=%2Ffriends'])
  })

  it('lets in its own scripts by a nonce used once, and nothing else', async () => {
    const [one, other] = [await open('ana'), await open('ana')]
    const policy = (answer: typeof one) => answer.headers['content-security-policy'] ?? ''
    const nonce = /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy(one))?.[1] ?? 'none'
    expect(policy(one).split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
    expect(policy(other)).not.toContain(nonce)
    expect(one.headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
    const scripts = [...one.text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
    expect(scripts).toHaveLength(1)
    expect(scripts[0]).toContain(`nonce="${nonce}"`)
  })

  it('is made of files kept for ever, pressed, and of no other', async () => {
    const { text } = await open('ana')
    const [script = ''] = /\/app\/[\w.-]+\.js/.exec(text) ?? []
    const answer = await fetch(server.url + script, { headers: { 'accept-encoding': 'br' } })
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-encoding')).toBe('br')
    for (const path of ['manifest.json', 'built-from', '..%2fpackage.json', 'nothing.js', ''])
      expect([path, (await fetch(`${server.url}/app/${path}`)).status]).toEqual([path, 404])
  })
})
