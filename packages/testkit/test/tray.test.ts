// The composer's tray in a real browser, with a catalogue on the SDK: search, look, pick, confirm; and every card as it looks.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Card } from '@countersign/protocol'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCatalogue } from '../../sdk/src/index.ts'
import { draftCard } from '../../server/src/acts/draft-card.ts'
import { prepareTicket } from '../../server/src/acts/prepare-ticket.ts'
import { redeemTicket } from '../../server/src/acts/redeem-ticket.ts'
import { systemNetwork } from '../../server/src/outbound/network.ts'
import { findChromium } from '../src/chromium.ts'
import { testClock } from '../src/clock.ts'
import { signInAt } from '../src/sign-in-page.ts'
import { testServer } from '../src/system.ts'
import { makeWorld, worldPassword } from '../src/world.ts'
import { accessible, picture } from './_pictures.ts'

const link = 'https://matinee.example/films'
const films: readonly Card[] = [
  {
    type: 'film',
    title: 'Nosferatu',
    year: 1922,
    director: 'F. W. Murnau',
    minutes: 94,
    link: `${link}/nosferatu`,
  },
  {
    type: 'film',
    title: 'Sherlock Jr.',
    year: 1924,
    director: 'Buster Keaton',
    minutes: 45,
    link: `${link}/sherlock-jr`,
  },
]
const payment = {
  type: 'receipt',
  amount: 3_450,
  currency: 'EUR',
  from: 'Ana Ferreira',
  to: 'Ben Okafor',
} as const
const everyType: readonly Card[] = [
  {
    type: 'song',
    title: 'Maple Leaf Rag',
    artist: 'Scott Joplin',
    seconds: 193,
    link: 'https://jukebox.example/1',
  },
  {
    type: 'playlist',
    title: 'Slow Fridays',
    songs: Array.from({ length: 7 }, (_, i) => ({
      title: `Song ${i + 1}`,
      artist: 'Somebody',
      seconds: 180 + i,
    })),
    link: 'https://jukebox.example/slow',
  },
  ...films.slice(0, 1),
  {
    type: 'show',
    title: 'The Long Crossing',
    year: 1961,
    season: 3,
    episode: 7,
    episode_title: 'Ashes',
    minutes: 52,
    link: `${link}/crossing`,
  },
  { ...payment, state: 'requested', reference: 'Dinner on Friday' },
  {
    ...payment,
    state: 'paid',
    paid_at: '2026-11-30T09:00:00Z',
    reference: 'Dinner on Friday',
    link: 'https://teller.example/receipts',
  },
  {
    type: 'link',
    title: 'How ferries were steered before radio',
    author: 'Ella Writer',
    link: 'https://paper.example/ferries',
  },
  { type: 'note', text: 'The table for four is kept until eight. Ring the bell at the green door.' },
]

// The pages' clock goes a second with every act, and the catalogue checks by the real one.
const clock = testClock(Date.now() - 30_000)
const heard: IncomingMessage[] = []
const shelf = createServer((request, response) => {
  heard.push(request)
  void catalogue.isFromPlatform(request.headers.authorization).then((isPlatform) => {
    const query = new URL(request.url ?? '', searchUrl).searchParams.get('q') ?? ''
    const items = films.filter(
      (film) => 'title' in film && (query === 'silent' || film.title.includes(query)),
    )
    response
      .writeHead(isPlatform ? 200 : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify(isPlatform ? { items } : {}))
  })
})
await new Promise<void>((resolve) => shelf.listen(0, '127.0.0.1', resolve))
const { port } = shelf.address() as AddressInfo
const searchUrl = `http://localhost:${port}/films`
const server = await testServer({
  testClock: clock,
  outbound: { network: systemNetwork, localPorts: [port] },
})
const { system } = server
const catalogue = openCatalogue({ issuer: server.url, searchUrl, allowInsecureLocalhost: true })
const world = await makeWorld(system, clock)
const canWrite = [{ purpose: 'share_content', verb: 'messages.write', fields: [] }] as const
const matinee = await world.partner('matinee', canWrite, { catalogue: searchUrl })
await world.grant('ana', {
  purpose: 'share_content',
  verbs: ['messages.write'],
  threads: [],
  partner: matinee,
})
await world.say('ben', 'What shall we watch on Friday?')

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(async () => {
  await browser.close()
  shelf.close()
})

async function signIn(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  page.setDefaultTimeout(8_000)
  await signInAt(page, `${server.url}/sign-in`, { login: world.login('ana'), password: worldPassword })
  return page
}

const place = async (card: Card): Promise<void> => {
  const person = world.people.ana
  const { partner, feature } = matinee
  const { draft } = await draftCard(system, { partner, feature, person, purpose: 'share_content', card })
  const ticket = await prepareTicket(system, { person, draft, thread: world.thread })
  await redeemTicket(system, { person, ticket: ticket.id, cardHash: ticket.cardHash })
}

describe('the tray', () => {
  it('finds, shows and sends a film, and the company hears the query only (WRT-01, WRT-02)', async () => {
    const page = await signIn()
    await page.goto(`${server.url}/threads/${world.thread}`)
    await page.getByRole('button', { name: 'Send a card from a company' }).click()
    await page.getByLabel('Matinee: Group songs').fill('silent')
    await page.keyboard.press('Enter')
    await page.getByText('Sherlock Jr.', { exact: true }).waitFor()
    await picture(page, 'tray')
    await accessible(page, 'tray')
    await page.getByRole('button', { name: 'Send this' }).first().click()
    await page.getByText('This is what will be sent here.').waitFor()
    await picture(page, 'tray-confirm')
    await page.getByRole('button', { name: 'Send it' }).click()
    await page.getByRole('article').getByText('sent through Matinee').waitFor()
    expect(heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /films?q=silent'])
    expect(heard[0]?.headers).not.toHaveProperty('cookie')
    expect(heard[0]?.headers).not.toHaveProperty('referer')
    await page.context().close()
  }, 60_000)

  it('says so when nothing is found, and when the company gives nothing that can be used', async () => {
    const page = await signIn()
    await page.goto(`${server.url}/threads/${world.thread}`)
    await page.getByRole('button', { name: 'Send a card from a company' }).click()
    await page.getByLabel('Matinee: Group songs').fill('nothing at all')
    await page.keyboard.press('Enter')
    await page.getByText('Matinee found nothing for “nothing at all”.').waitFor()
    shelf.close()
    shelf.closeAllConnections()
    await page.getByLabel('Matinee: Group songs').fill('anything')
    await page.keyboard.press('Enter')
    await page.getByText('Try again later, or send something from its own page.').waitFor()
    await page.context().close()
  }, 60_000)
})

describe('a catalogue on the SDK', () => {
  it.each([undefined, null, '', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', `DPoP ${'x'.repeat(9)}`])(
    'takes %j for nobody',
    async (authorization) => expect(await catalogue.isFromPlatform(authorization)).toBe(false),
  )

  it('takes what the platform signed for it, and not for another catalogue', async () => {
    const authorization = heard[0]?.headers.authorization
    expect(await catalogue.isFromPlatform(authorization)).toBe(true)
    const other = openCatalogue({
      issuer: server.url,
      searchUrl: 'https://other.example/search',
      allowInsecureLocalhost: true,
    })
    expect(await other.isFromPlatform(authorization)).toBe(false)
  })

  it('says when the platform cannot be asked for its keys', async () => {
    const alone = openCatalogue({
      issuer: server.url,
      searchUrl,
      allowInsecureLocalhost: true,
      fetch: () => Promise.reject(new Error('no network')),
    })
    await expect(alone.isFromPlatform(heard[0]?.headers.authorization)).rejects.toMatchObject({
      code: 'UNREACHABLE',
    })
  })
})

it('every type of card looks whole, at both widths, in both schemes', async () => {
  for (const card of everyType) await place(card)
  const page = await signIn({ bypassCSP: true })
  await page.goto(`${server.url}/threads/${world.thread}`)
  await page.getByRole('article').nth(everyType.length).waitFor()
  // The room scrolls inside itself: for a picture of all of it, it may grow.
  await page.addStyleTag({
    content:
      '#app, main, main section, main div { height: auto !important; max-height: none !important; overflow: visible !important }',
  })
  await picture(page, 'cards')
  await accessible(page, 'cards')
  await page.context().close()
}, 60_000)
