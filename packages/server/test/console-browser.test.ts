// From nothing to a first call at the console, in a real browser; every page whole, accessible and alone.
import { AxeBuilder } from '@axe-core/playwright'
import { findChromium, signInAt, testServer } from '@countersign/testkit'
import { exportJWK, generateKeyPair } from 'jose'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { systemClock } from '../src/ports/clock.ts'
import { begin, call, type Platform, password, readDetails, redeem, redirectUri } from './_oauth.ts'

const server = await testServer({ clock: systemClock })
await openAccount(server.system, { login: 'dev', password, displayName: 'Dev Example' })
const keys = await generateKeyPair('ES256', { extractable: true })
const publicJwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1' }
const declaration = `slug: tunes
name: Tunes
homepage: https://tunes.example
client:
  redirect_uris: ["${redirectUri}"]
  jwks: { keys: [${JSON.stringify(publicJwk)}] }
features:
  - slug: songs
    start_at: 2020-01-01
    offers:
      - { purpose: group_activity, verb: threads.list, fields: [thread.title] }
      - { purpose: group_activity, verb: messages.read, fields: [message.text] }
    harvest_budget: 500
    texts:
      en: { name: Songs of your group, summary: Shows which songs a chat you choose talks about. }
`

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser.close())

const looks = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 1280, height: 860, colorScheme: 'dark' },
] as const

async function open({ width, height, colorScheme }: (typeof looks)[number]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  await signInAt(page, `${server.url}/console`, { login: 'dev', password })
  expect(new URL(page.url()).pathname).toBe('/console')
  return page
}

const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Tunes' }).getByRole('link', { name, exact: true }).click()

describe('at the console', () => {
  it('somebody registers, uploads a key, submits, makes test people and sees the first call', async () => {
    const page = await open(looks[1])
    await page.getByLabel('Name, as people read it').fill('Tunes')
    await page.getByLabel('Short name, for good').fill('tunes')
    await page.getByLabel('Website').fill('https://tunes.example')
    await page.getByLabel('Where people come back to').fill(redirectUri)
    await page.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('status').getByText('Registered.').waitFor()

    await place(page, 'Keys')
    const pasted = page.getByLabel('A public JWK, or a JWK set')
    await pasted.fill(JSON.stringify({ ...(await exportJWK(keys.privateKey)), kid: 'k1' }))
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('alert').getByText('register the public key only, and replace this one').waitFor()
    expect(await page.content()).not.toContain((await exportJWK(keys.privateKey)).d)
    await pasted.fill(JSON.stringify(publicJwk))
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('status').getByText('Added.').waitFor()

    await place(page, 'Manifest')
    const file = page.getByLabel('Or take it from a file')
    const name = 'countersign.partner.yaml'
    await file.setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from('#'.repeat(100_001)) })
    await page.getByRole('button', { name: 'Read and check the file' }).click()
    await page.getByRole('alert').getByText('is larger than it may be').waitFor()
    await file.setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(declaration) })
    await page.getByRole('button', { name: 'Read and check the file' }).click()
    await page.getByRole('heading', { name: 'What changes in songs' }).waitFor()
    expect(await page.getByLabel(name).inputValue()).toBe(declaration)
    await page.getByRole('button', { name: 'Check and compare' }).click()
    await page.getByRole('heading', { name: 'What changes in songs' }).waitFor()
    await page.getByText('It may reach 500 people in all.').waitFor()
    await page.getByRole('button', { name: 'Submit for review' }).click()
    await page.getByText('0 of 2 approved').waitFor()

    await place(page, 'Test people')
    await page.getByRole('button', { name: 'Make three test people' }).click()
    await page.getByRole('button', { name: 'Act as Test Ada' }).click()
    await page
      .getByRole('link', { name: /Sandbox/ })
      .first()
      .waitFor()

    const client = new URL(`${server.url}/console`).href
    await page.goto(client)
    await page.getByRole('link', { name: 'Tunes' }).click()
    const id = (await page.getByText(/^client_[0-9a-f]{32}$/).textContent()) ?? ''
    const platform = { ...server, partner: { client: id }, keys } as unknown as Platform
    const attempt = await begin(platform, readDetails)
    const callback = page.waitForRequest((request) => request.url().startsWith(redirectUri))
    await page.goto(attempt.url.href)
    await page.getByRole('checkbox').first().waitFor()
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await page.getByRole('button', { name: /^Yes|^Allow/ }).click()
    const tokens = await redeem(attempt, (await callback).url())
    const answered = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    expect(
      ((await answered.json()) as { items: { title: string }[] }).items.map(({ title }) => title),
    ).toEqual(['Sandbox'])
    await server.system.requests.flush()

    await page.goto(`${server.url}/console`)
    await page.getByRole('link', { name: 'Tunes' }).click()
    await place(page, 'Calls')
    await page.getByText('GET /partner/v1/threads').waitFor()
    await page.goto(`${server.url}/threads`)
    await page.getByRole('button', { name: 'Be yourself again' }).click()
    await page.waitForURL('**/console')
    await page.context().close()
  }, 60_000)

  it.each(looks)(
    'every page is whole and accessible at $width pixels, $colorScheme',
    async (look) => {
      const page = await open(look)
      const elsewhere: string[] = []
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== server.url) elsewhere.push(request.url())
      })
      await page.getByRole('link', { name: 'Tunes' }).click()
      const company = new URL(page.url()).pathname
      const paths = [
        '/console',
        '/console/join',
        company,
        ...['client', 'manifest', 'tests', 'calls', 'powers', 'team'].map((name) => `${company}/${name}`),
      ]
      await page.goto(`${server.url}${company}/powers`)
      paths.push((await page.getByRole('link', { name: 'End this feature' }).getAttribute('href')) ?? '')
      for (const path of paths) {
        await page.goto(`${server.url}${path}`)
        if (path.endsWith('/manifest')) await page.getByRole('button', { name: 'Check and compare' }).click()
        await page
          .locator('main details')
          .evaluateAll((all) => all.map((one) => one.setAttribute('open', '')))
        const shots = process.env['COUNTERSIGN_SHOTS']
        const name =
          path
            .split('/')
            .slice(2)
            .join('-')
            .replace(/partner_\w+/, 'company') || 'start'
        if (shots !== undefined)
          await page.screenshot({ path: `${shots}/${name}-${look.width}.png`, fullPage: true })
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
        )
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect({ path, found, tooWide: width > look.width }).toEqual({ path, found: [], tooWide: false })
      }
      expect(elsewhere).toEqual([])
      await page.context().close()
    },
    90_000,
  )
})
