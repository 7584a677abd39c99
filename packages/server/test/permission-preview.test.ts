// Before a yes: which of one's own words it would give, by the gate itself, and nothing about anybody else (PER-03, COP-01).
import type { PersonId, ThreadId } from '@countersign/protocol'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerAsk } from '../src/acts/answer-ask.ts'
import { askCard } from '../src/acts/ask-card.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { grantsOfPerson } from '../src/store/grants.ts'
import { Browser, type Page } from './_browser.ts'
import {
  allow,
  begin,
  call,
  readDetails,
  redeem,
  startPlatform,
  type Ticked,
  ticksOn,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { system, url, ana, ben, thread, elsewhere } = platform
const read = 'group_activity/messages.read'
const HOSTILE = '<script>alert(1)</script>'

const say = (person: PersonId, text: string, more: object = {}, where: ThreadId = thread) =>
  sendMessage(system, { person, thread: where, text, ...more })
const ledgerSize = async () =>
  (await system.app.query<{ size: string }>('select size from ledger_heads')).rows[0]?.size

/** What some ticks would give, looked at on a screen. */
async function preview(ticked: Partial<Ticked> = {}) {
  const attempt = await begin(platform, readDetails)
  const browser = new Browser(url)
  const screen = await toScreen(browser, attempt.url)
  const ticks = ticksOn(screen, { choices: [read], threads: [thread], history: true, ...ticked })
  const page = await browser.send(`${screen.url}/preview`, ticks)
  return { page, screen, browser, attempt }
}

interface Previewed {
  readonly items: { text: string | null }[]
  readonly more: boolean
  readonly nothing: string | null
}

/** The part about the one thread. */
function partOf({ status, text }: Page): Previewed {
  expect(status).toBe(200)
  const { items } = JSON.parse(text) as { items: Previewed[] }
  expect(items).toHaveLength(1)
  return items[0]!
}
const linesOf = (page: Page): readonly (string | null)[] => partOf(page).items.map(({ text }) => text)

/** Ben answers for this thread, on the card as it is. */
async function benSays(answer: 'allow' | 'never'): Promise<void> {
  const { partner, features } = platform.partner
  const [{ feature, version } = { feature: undefined, version: 0 }] = features
  if (feature === undefined) throw new Error('the partner has no feature')
  const asked = {
    person: ben,
    partner,
    feature,
    manifestVersion: version,
    purpose: 'group_activity',
  } as const
  const { text } = await askCard(system.app, asked)
  await answerAsk(system, { ...asked, thread, answer, history: answer === 'allow', screenHash: text.hash })
}

beforeAll(async () => {
  await say(ben, 'Ben alone said this')
  await say(ana, 'Golden Hour')
  await say(ana, HOSTILE)
  await say(ana, 'Ask @Ben', { mentions: [{ person: ben, start: 4, end: 8 }] })
})

describe('a preview', () => {
  it('shows my own words and nobody else’s, gives nothing and enters nothing', async () => {
    const before = [await grantsOfPerson(system.app, ana), await ledgerSize()]
    const { page } = await preview()
    expect(linesOf(page)).toEqual(['Ask someone', HOSTILE, 'Golden Hour'])
    expect(page.headers.get('content-type')).toContain('application/json')
    for (const words of ['Ben alone', '@Ben', ben]) expect(page.text).not.toContain(words)
    expect([await grantsOfPerson(system.app, ana), await ledgerSize()]).toEqual(before)
  })

  it('shows nothing of what is written without that tick', async () => {
    const { page } = await preview({ history: false })
    expect(partOf(page)).toMatchObject({ items: [], more: false, nothing: null })
  })

  it('shows five of many, the newest, and that there is more', async () => {
    for (let i = 0; i < 4; i++) await say(ana, `song ${i}`)
    const { page } = await preview()
    expect(linesOf(page)).toHaveLength(5)
    expect(linesOf(page)[0]).toBe('song 3')
    expect(partOf(page).more).toBe(true)
  })

  it('is what the partner then gets of mine, in its order', async () => {
    const choices = ['group_activity/threads.list', read]
    const { page, screen, browser, attempt } = await preview({ choices })
    const end = await allow(browser, screen, { choices, threads: [thread], history: true })
    const { access_token: token } = await redeem(attempt, end.url)
    const ask = async (path: string) =>
      (await (await call(platform, attempt, token, `/partner/v1/threads${path}`)).json()) as {
        items: { id: string; text?: string }[]
      }
    const [listed] = (await ask('')).items
    const { items } = await ask(`/${listed?.id}/messages?limit=5`)
    expect(items.map(({ text }) => text)).toEqual(linesOf(page))
  })

  it('is the same whatever others answered, in either profile, mentions included', async () => {
    const shown = async () => (await preview()).page.text
    const silent = await shown()
    await benSays('allow')
    expect(await shown()).toBe(silent)
    await setThreadSetting(system, { person: ben, thread, setting: 'all-parties' })
    const together = await shown()
    await benSays('never')
    expect(await shown()).toBe(together)
    expect(together).toBe(silent)
  })

  it('says that nothing goes where I share nothing, and where the thread is closed', async () => {
    await setSwitch(system, { person: ana, on: true })
    expect(partOf((await preview()).page)).toMatchObject({ nothing: 'RESTRICTED' })
    await setSwitch(system, { person: ana, on: false })
    await setThreadSetting(system, { person: ben, thread, setting: 'closed' })
    expect(partOf((await preview()).page)).toMatchObject({ items: [], nothing: 'NOT_FOUND' })
  })
})

describe('a preview is refused', () => {
  it.each([
    ['of a thread that is not mine', { threads: [elsewhere] }, 404],
    ['of a power that was not on the screen', { choices: ['group_activity/members.see'] }, 422],
    ['of nothing', { choices: [] }, 422],
    ['of another screen', { more: { screen_hash: 'f'.repeat(64) } }, 422],
    ['without what the screen was given', { more: { guard: 'x' } }, 403],
  ] satisfies [string, Partial<Ticked>, number][])('%s', async (_, ticked, status) => {
    const { page } = await preview(ticked)
    expect(page.status).toBe(status)
    expect(page.text).not.toContain('Golden Hour')
  })
})
