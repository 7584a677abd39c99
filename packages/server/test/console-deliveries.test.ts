// Deliveries at the console: what is shown of them and what is not, having one told again, and whose business it is (DEL-04).
import { AxeBuilder } from '@axe-core/playwright'
import { DAY_MS, newId } from '@countersign/protocol'
import { findChromium, makeWorld, signInAt, testClock, testServer, worldPassword } from '@countersign/testkit'
import { chromium } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { inviteColleague } from '../src/acts/invite-colleague.ts'
import { deliverDue } from '../src/jobs/deliver-events.ts'
import { systemNetwork } from '../src/outbound/network.ts'
import { somebody } from './_console.ts'
import { tick } from './_events.ts'
import { problem } from './_people-browser.ts'
import { answering, openReceiver, quickTerms } from './_webhooks.ts'

const receiver = await openReceiver()
const server = await testServer({
  testClock: testClock(Date.now()),
  outbound: { network: systemNetwork, localPorts: [receiver.port] },
})
const { system, clock, url } = server
const world = await makeWorld(system, clock)
const { partner } = world.jukebox
const developer = await somebody(server, 'developer')
const { code } = await inviteColleague(system, { partner, by: null, role: 'developer' })
await developer.at.post('/joins', { code })
const path = `/partners/${partner}/webhook`
const list = async (query = '') => (await developer.at.get(`${path}/deliveries${query}`)).body.items
const replay = (event: string, who = developer) => who.at.post(`${path}/deliveries/${event}/replay`)
const deliver = () => deliverDue(system, quickTerms)

/** Makes a duty: a permission that is given and withdrawn. */
async function duty(): Promise<void> {
  const grant = await world.grant('ben', { verbs: ['messages.read'] })
  await world.withdraw('ben', grant.id)
  await tick(server)
}

beforeAll(async () => {
  await developer.at.put(path, { url: receiver.url })
})

describe('deliveries', () => {
  it('are there once they were tried, with how it went and nothing of whom', async () => {
    expect(await list()).toEqual([])
    receiver.answer = answering(500)
    await duty()
    await deliver()
    const [first, ...others] = await list()
    expect(others).toEqual([])
    expect(first).toMatchObject({ type: 'access.ended', state: 'waiting', attempts: 1, answered: 500 })
    expect(Date.parse(first.next_at)).toBeGreaterThan(Date.parse(first.tried_at))
    expect(JSON.stringify(first)).not.toMatch(/person|thread|sub|item/)
    expect(Object.keys(first)).not.toContain('n')
  })

  it('are told again when asked for: one that waits at once, one that is over under its own id', async () => {
    const [{ event }] = await list()
    expect(await list('?state=dead')).toEqual([])
    receiver.answer = answering(204)
    receiver.received.length = 0
    expect((await replay(event)).body).toEqual({ outcome: 'hurried' })
    await deliver()
    expect(await list('?state=taken')).toMatchObject([{ event, state: 'taken', answered: 204 }])
    expect((await replay(event)).body).toEqual({ outcome: 'replayed' })
    await deliver()
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual([event, event])
  })

  it('that were given up are found by that, and can still be told', async () => {
    receiver.answer = (_, response) => response.destroy()
    await duty()
    for (let day = 0; day < 5; day++) {
      await deliver()
      clock.advance(DAY_MS)
    }
    const dead = await list('?state=dead')
    expect(dead).toMatchObject([
      { state: 'dead', answered: null, failure: expect.stringMatching(/^[A-Z_]+$/) },
    ])
    receiver.answer = answering(204)
    expect((await replay(dead[0].event)).body).toEqual({ outcome: 'replayed' })
    await deliver()
    expect(await list('?state=dead')).toEqual([])
  })

  it('are nobody’s who does not work there, and an event of nobody’s is none', async () => {
    const [{ event }] = await list()
    const stranger = await somebody(server, 'stranger')
    expect(problem(await stranger.at.get(`${path}/deliveries`))).toBe('404 NOT_FOUND')
    expect(problem(await replay(event, stranger))).toBe('404 NOT_FOUND')
    expect(problem(await replay(newId('event', 1, new Uint8Array(10))))).toBe('404 NOT_FOUND')
    expect(problem(await replay('event_x'))).toBe('400 BAD_REQUEST')
    for (const query of ['?state=all', '?limit=0', '?limit=201', '?person=x'])
      expect(problem(await developer.at.get(`${path}/deliveries${query}`))).toBe('400 BAD_REQUEST')
  })
})

it('the pages show the secret once, each delivery, and send one again, in a browser, on a phone too', async () => {
  receiver.answer = answering(503)
  await duty()
  await deliver()
  const browser = await chromium.launch(await findChromium())
  const looks = [
    { width: 360, height: 740, colorScheme: 'light' },
    { width: 1280, height: 860, colorScheme: 'dark' },
  ] as const
  for (const { width, height, colorScheme } of looks) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme })
    const page = await context.newPage()
    page.setDefaultTimeout(8_000)
    await signInAt(page, `${url}/console`, { login: 'developer', password: worldPassword })
    await page.goto(`${url}/console/${partner}`)
    await page.getByRole('link', { name: 'Webhook', exact: true }).click()
    const whole = async (name: string) => {
      const shots = process.env['COUNTERSIGN_SHOTS']
      if (shots !== undefined)
        await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect({ name, found: violations.map(({ id }) => id), tooWide: wide > width }).toEqual({
        name,
        found: [],
        tooWide: false,
      })
    }
    await page.getByRole('button', { name: 'New secret' }).click()
    const secret = await page.getByText(/^whsec_/).textContent()
    await whole('webhook-secret')
    await page.goto(`${url}/console/${partner}/webhook`)
    expect(await page.content()).not.toContain(secret)
    await page.getByRole('link', { name: /^Deliveries/ }).click()
    await page.getByText('HTTP 503').first().waitFor()
    await whole('deliveries')
    await page.getByRole('link', { name: 'Waiting' }).click()
    await page
      .getByRole('button', { name: /^Try now/ })
      .first()
      .click()
    await page.getByRole('status').getByText('It is tried again at once.').waitFor()
    expect(new URL(page.url()).search).toContain('state=waiting')
    await page.getByRole('link', { name: 'All', exact: true }).click()
    await page
      .getByRole('button', { name: /^Send again/ })
      .first()
      .click()
    await page.getByRole('status').getByText('It is sent again').waitFor()
    await context.close()
  }
  await browser.close()
}, 90_000)
