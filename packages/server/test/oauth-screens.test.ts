// The screens against whoever tampers with them: other sites, other browsers, forms that were changed on the way.
import { DAY_MS } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { registerPartner } from '../src/acts/register-partner.ts'
import { renamePartner } from '../src/acts/rename-partner.ts'
import { grantsOfPerson } from '../src/store/grants.ts'
import { listPartners } from '../src/store/partners.ts'
import { actionOf, Browser, filled, type Page } from './_browser.ts'
import {
  allow,
  answer,
  begin,
  offers,
  readDetails,
  screenIn,
  startPlatform,
  type Ticked,
  ticksOn,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { system, url, ana, thread, elsewhere } = platform
const read = 'group_activity/messages.read'
const choices = [read]
const threads = [thread]

async function screenOf(
  browser = new Browser(url),
  details: readonly object[] = readDetails,
): Promise<{ browser: Browser; screen: Page }> {
  return { browser, screen: await toScreen(browser, (await begin(platform, details)).url) }
}

const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

describe('a changed answer gives nothing', () => {
  it.each([
    [
      'a power that was not on the screen',
      { choices: ['group_activity/members.see'], threads },
      422,
      'does not offer',
    ],
    ['a power of another purpose', { choices: ['share_content/messages.write'] }, 422, 'does not offer'],
    ['a thread of somebody else', { choices, threads: [elsewhere] }, 404, ''],
    ['a thread that is none', { choices, threads: ['thread_1'] }, 404, ''],
    ["an end beyond the manifest's term", { choices, threads, more: { until: dayIn(90) } }, 422, 'too long'],
    ['an end in the past', { choices, threads, more: { until: dayIn(-1) } }, 422, 'not after'],
    ['an end that is no day', { choices, threads, more: { until: '2026-13-45' } }, 400, ''],
    [
      'another screen',
      { choices, threads, more: { screen_hash: 'f'.repeat(64) } },
      422,
      'changed while it was open',
    ],
    ['another guard', { choices, threads, more: { guard: 'x' } }, 403, ''],
    ['neither yes nor no', { choices, threads, more: { answer: 'maybe' } }, 400, ''],
    ['a no with ticks', { choices, threads, more: { answer: 'no' } }, 400, ''],
    ['something nobody asked for', { choices, threads, more: { verbs: ['members.see'] } }, 400, ''],
  ] satisfies [string, Ticked, number, string][])('%s', async (_, form, status, words) => {
    const before = await grantsOfPerson(system.app, ana)
    const { browser, screen } = await screenOf()
    const page = await allow(browser, screen, form)
    expect(page.status).toBe(status)
    expect(page.text).toContain(words)
    expect(await grantsOfPerson(system.app, ana)).toEqual(before)
  })

  it('whose end is the last day allowed is taken, and ends within the term (SUN-02)', async () => {
    const { browser, screen } = await screenOf()
    await allow(browser, screen, { choices, threads, more: { until: dayIn(89) } })
    const [grant] = await grantsOfPerson(system.app, ana)
    expect(grant!.endAt - grant!.startAt).toBeGreaterThan(88 * DAY_MS)
    expect(grant!.endAt - grant!.startAt).toBeLessThanOrEqual(90 * DAY_MS)
  })
})

describe('another site', () => {
  it.each([['https://evil.example'], ['null'], [null]])(
    'that sends the answer from %s is refused',
    async (origin) => {
      const before = await grantsOfPerson(system.app, ana)
      const { browser, screen } = await screenOf()
      const body = { answer: 'yes', ...ticksOn(screen, { choices, threads }) }
      expect((await answer(browser, screen, body, origin)).status).toBe(403)
      expect(await grantsOfPerson(system.app, ana)).toEqual(before)
    },
  )

  it('cannot send a form for an answer, and cannot look what a yes would give', async () => {
    const before = await grantsOfPerson(system.app, ana)
    const { browser, screen } = await screenOf()
    const ticks = ticksOn(screen, { choices, threads })
    const form = Object.entries({ answer: 'yes', ...ticks }).map(
      ([name, value]) => [name, String(value)] as const,
    )
    expect((await browser.submit(screen.url, form)).status).toBe(415)
    expect((await browser.send(`${screen.url}/preview`, ticks, 'https://evil.example')).status).toBe(403)
    expect(await grantsOfPerson(system.app, ana)).toEqual(before)
  })

  it('cannot sign somebody in either', async () => {
    const browser = new Browser(url)
    const page = await browser.open((await begin(platform, readDetails)).url.href)
    const answer = await browser.submit(
      actionOf(page),
      filled(page, ['login', 'ana'], ['password', 'x']),
      'https://evil.example',
    )
    expect(answer.status).toBe(403)
  })

  it('gets a screen no frame shows and no script reads', async () => {
    const { browser, screen } = await screenOf()
    const page = await browser.open(screen.url.replace(/\/permission$/, ''))
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    for (const { headers } of [page, screen]) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('an answer', () => {
  it('that arrives twice at once gives its grants once', async () => {
    const { browser, screen } = await screenOf()
    const before = (await grantsOfPerson(system.app, ana)).length
    await Promise.all([1, 2, 3].map(() => allow(browser, screen, { choices, threads })))
    expect(await grantsOfPerson(system.app, ana)).toHaveLength(before + 1)
  })

  it('to the name its company had before is asked again, on a screen with the new one (TRN-03)', async () => {
    const { browser, screen } = await screenOf()
    const jukebox = (await listPartners(system.app))[0]!
    const called = (name: string) =>
      system.turnstile.change<void>({
        direction: 'loosens',
        apply: async (session, at) => {
          const known = (await listPartners(session)).find(({ id }) => id === jukebox.id)!
          return { value: undefined, ...(await renamePartner(session, known, { ...known, name }, at)) }
        },
      })
    const before = await grantsOfPerson(system.app, ana)
    await called('Your Bank')
    const page = await allow(browser, screen, { choices, threads })
    expect([page.status, await grantsOfPerson(system.app, ana)]).toEqual([422, before])
    expect(page.text).toContain('changed while it was open')
    expect(screenIn(await browser.open(screen.url)).title).toBe('Your Bank asks for your permission')
    await called(jukebox.name)
  })

  it('to a screen that changed meanwhile is asked again, on the new words', async () => {
    const { browser, screen } = await screenOf()
    const jukebox = (await listPartners(system.app))[0]!
    const feature = (slug: string, summary: string) => ({
      slug,
      start_at: Date.UTC(2014, 0, 1),
      offers,
      harvest_budget: 1_000,
      term_days: 90,
      review_id: 'review-2',
      texts: { en: { name: 'Songs of your group', summary } },
    })
    const { rows } = await system.app.query<{ jwks: never; redirect_uris: string[] }>(
      'select jwks, redirect_uris from clients',
    )
    const changed = await registerPartner(system, {
      slug: jukebox.slug,
      name: 'Jukebox',
      homepage: 'https://jukebox.example',
      client: { redirect_uris: rows[0]!.redirect_uris, jwks: rows[0]!.jwks },
      features: [feature('songs', 'Shows songs, and who sings them.')],
    })
    expect(changed).toMatchObject({
      outcome: 'changed',
      features: [{ version: 2, published: true, widenings: [] }],
    })
    expect((await allow(browser, screen, { choices, threads })).status).toBe(422)
    const again = await browser.open(screen.url)
    expect(screenIn(again).lead).toContain('Shows songs, and who sings them.')
    const end = await allow(browser, again, { choices, threads })
    expect(end.url).toContain('code=')
    expect((await grantsOfPerson(system.app, ana))[0]).toMatchObject({ manifestVersion: 2 })
  })

  it('cannot be given on a screen that was voided (PER-04)', async () => {
    const { browser, screen } = await screenOf()
    await onServer(platform.database.owner, (db) => db.query('update screens set voided_at = 1'))
    const end = await allow(browser, screen, { choices, threads })
    expect(end.status).toBe(403)
    const again = await toScreen(browser, (await begin(platform, readDetails)).url)
    expect(again.status).toBe(403)
    expect(again.text).toContain('voided')
  })
})
