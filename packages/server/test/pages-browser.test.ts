// The pages in a real browser: nothing from elsewhere, nothing too wide, nothing axe finds, usable by keyboard.
import { AxeBuilder } from '@axe-core/playwright'
import { findChromium, makeWorld, signInAt, testClock, worldPassword } from '@countersign/testkit'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askThread } from '../src/acts/ask-thread.ts'
import { draftCard } from '../src/acts/draft-card.ts'
import { loadDemoRegister } from '../src/demo/register.ts'
import { loadDemoWorld } from '../src/demo/world.ts'
import { pagesServer } from './_pages-server.ts'

// A browser drops a cookie that has run out by its own clock, so the server's begins at the real time.
const server = await pagesServer({ makeDemo: true, testClock: testClock(Date.now()) })
const world = await makeWorld(server.system, server.clock)
await loadDemoWorld(server.system)
await loadDemoRegister(server.system, () => ({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'demo' }))
const grant = await world.grant('ana')
await world.countersign('chika')
await world.say('ana', `A long line ${'that goes on '.repeat(30)}${'andon'.repeat(40)}`)
await world.say('chika', 'A word of Chika')
for (let i = 0; i < 30; i++) await world.say('ben', `line ${i}`)
await world.read('ana')
await askThread(server.system, { person: world.people.ana, grant: grant.id, thread: world.thread })
const here = `/threads/${world.thread}`
const { draft } = await draftCard(server.system, {
  partner: world.jukebox.partner,
  feature: world.jukebox.feature,
  person: world.people.ana,
  purpose: 'share_content',
  card: {
    type: 'playlist',
    title: 'Slow Fridays',
    link: 'https://jukebox.example/slow',
    songs: Array.from({ length: 8 }, (_, i) => ({
      title: `Song ${i}`,
      artist: 'Somebody',
      seconds: 100 + i,
    })),
  },
})

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser.close())

const looks = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 1280, height: 860, colorScheme: 'dark' },
] as const

/** A browser of its own; `elsewhere` gathers every request that leaves the site, `faults` what the console said. */
async function open(look: (typeof looks)[number] = looks[1], who?: 'ana' | 'ben') {
  const { width, height, colorScheme } = look
  const context: BrowserContext = await browser.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const elsewhere: string[] = []
  const faults: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== server.url) elsewhere.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text())
  })
  if (who !== undefined)
    await signInAt(page, `${server.url}/sign-in`, { login: world.login(who), password: worldPassword })
  return { page, elsewhere, faults, close: () => context.close() }
}

const visited: readonly { readonly path: string; readonly as?: 'ana' | 'ben' }[] = [
  { path: '/' },
  { path: '/sign-in' },
  { path: '/sign-up' },
  { path: '/claim?code=abc' },
  { path: '/recover' },
  { path: '/friend?code=abc' },
  { path: '/register' },
  { path: '/register?power=messages.read&state=ended' },
  { path: '/register/bluefin-mobile' },
  { path: '/register/jukebox' },
  { path: '/promises' },
  { path: '/nowhere' },
  { path: '/', as: 'ana' },
  { path: '/threads', as: 'ana' },
  { path: here, as: 'ana' },
  { path: here, as: 'ben' },
  { path: `${here}/about`, as: 'ana' },
  { path: `/share/${draft}`, as: 'ana' },
  { path: '/privacy', as: 'ana' },
  { path: '/privacy/got', as: 'ana' },
  { path: '/account/close', as: 'ana' },
  { path: '/friends', as: 'ana' },
  { path: '/account', as: 'ana' },
  { path: '/contact', as: 'ana' },
  { path: '/contact/confirm?code=abc', as: 'ana' },
]

const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

describe.each(looks)('at $width pixels, $colorScheme', (look) => {
  it.each([undefined, 'ana', 'ben'] as const)(
    'every page of %s is whole, accessible and alone',
    async (who) => {
      const { page, elsewhere, faults, close } = await open(look, who)
      for (const { path } of visited.filter(({ as }) => as === who)) {
        await page.goto(`${server.url}${path}`)
        // The app writes its page after the answer has come.
        await page.locator('h1:visible').first().waitFor()
        const closed = await widthOf(page)
        await page
          .locator('main details')
          .evaluateAll((all) => all.map((one) => one.setAttribute('open', '')))
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
        )
        const tooWide = [closed, await widthOf(page)].filter((pixels) => pixels > look.width)
        expect({ path, found, tooWide }).toEqual({ path, found: [], tooWide: [] })
      }
      expect(elsewhere).toEqual([])
      expect(faults).toEqual([])
      await close()
    },
    120_000,
  )
})

const isIn = (page: Page, words: string) =>
  page.getByText(words, { exact: true }).evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect()
    return top >= 0 && bottom <= window.innerHeight
  })

describe('in a thread', () => {
  it('begins at the newest words and sends by keyboard alone', async () => {
    const { page, close } = await open(looks[0], 'ana')
    await page.goto(`${server.url}${here}`)
    await page.getByText('line 29', { exact: true }).waitFor()
    expect(await isIn(page, 'line 29')).toBe(true)
    await page.getByRole('textbox', { name: 'Your message' }).focus()
    await page.keyboard.type('Typed without a mouse')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Typed without a mouse', { exact: true }).waitFor()
    expect(await isIn(page, 'Typed without a mouse')).toBe(true)
    await close()
  })

  it('UX-02: offers yes and no of one size, and either is one click', async () => {
    for (const look of looks) {
      const { page, close } = await open(look, 'ben')
      await page.goto(`${server.url}${here}`)
      const boxes = await Promise.all(
        ['Yes, my words', 'No, never mine'].map((name) => page.getByRole('button', { name }).boundingBox()),
      )
      const [yes, no] = boxes
      // Layout rounds to fractions of a pixel.
      expect(Math.abs((yes?.width ?? 0) - (no?.width ?? 99))).toBeLessThan(0.5)
      expect(yes?.height).toBe(no?.height)
      await close()
    }
    const { page, close } = await open(looks[1], 'ben')
    await page.goto(`${server.url}${here}`)
    await page.getByRole('button', { name: 'No, never mine' }).click()
    await page.getByRole('heading', { name: 'You said no to Jukebox' }).waitFor()
    await close()
  })
})

describe('in the privacy centre', () => {
  it('withdraws with one click on the page that says what follows', async () => {
    const { page, close } = await open(looks[0], 'ana')
    await page.goto(`${server.url}/privacy`)
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByRole('status').getByText('Withdrawn.').waitFor()
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    await close()
  })
})
