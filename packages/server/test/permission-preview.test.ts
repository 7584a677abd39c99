// Before a yes: which of one's own words it would give, by the gate itself, and nothing about anybody else (PER-03, COP-01).
import type { PersonId, ThreadId } from '@countersign/protocol'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerAsk } from '../src/acts/answer-ask.ts'
import { askCard } from '../src/acts/ask-card.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { grantsOfPerson } from '../src/store/grants.ts'
import { actionOf, Browser, filled, type Page } from './_browser.ts'
import { allow, begin, call, readDetails, redeem, startPlatform, toScreen } from './_oauth.ts'

const platform = await startPlatform()
const { system, url, ana, ben, thread, elsewhere } = platform
const read = 'group_activity/messages.read'
const HOSTILE = '<script>alert(1)</script>'

const say = (person: PersonId, text: string, more: object = {}, where: ThreadId = thread) =>
  sendMessage(system, { person, thread: where, text, ...more })
const ledgerSize = async () =>
  (await system.app.query<{ size: string }>('select size from ledger_heads')).rows[0]?.size
const history = ['history', 'on'] as [string, string]

/** The screen with some ticks, after "see what this would give". */
async function preview(
  more: readonly [string, string][] = [history],
  choices: readonly string[] = [read],
  threads: readonly string[] = [thread],
): Promise<{ page: Page; browser: Browser; attempt: Awaited<ReturnType<typeof begin>> }> {
  const attempt = await begin(platform, readDetails)
  const browser = new Browser(url)
  const screen = await toScreen(browser, attempt.url)
  const ticks = [
    ...choices.map((choice): [string, string] => ['choice', choice]),
    ...threads.map((one): [string, string] => ['thread', one]),
  ]
  const page = await browser.submit(
    actionOf(screen),
    filled(screen, ...ticks, ...more, ['answer', 'preview']),
  )
  return { page, browser, attempt }
}

const sectionOf = ({ text }: Page): string =>
  /<section class="sheet preview"[\s\S]*?<\/section>/.exec(text)?.[0] ?? ''
const linesOf = (page: Page): readonly string[] =>
  [...sectionOf(page).matchAll(/<li>[\s\S]*?<\/li>/g)].map(([line]) => line)

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
    expect(page.status).toBe(200)
    const section = sectionOf(page)
    for (const words of ['Golden Hour', '&lt;script&gt;', 'Ask someone']) expect(section).toContain(words)
    for (const words of [HOSTILE, 'Ben alone', '@Ben']) expect(section).not.toContain(words)
    expect([await grantsOfPerson(system.app, ana), await ledgerSize()]).toEqual(before)
    // What was ticked is still ticked, and one click gives it.
    expect(page.text).toContain(`value="${thread}" checked`)
  })

  it('shows nothing of what is written without that tick, and says so', async () => {
    const { page } = await preview([])
    expect(linesOf(page)).toEqual([])
    expect(sectionOf(page)).toContain('Nothing of what is already written')
  })

  it('shows five of many, the newest, and that there is more', async () => {
    for (let i = 0; i < 4; i++) await say(ana, `song ${i}`)
    const { page } = await preview()
    expect(linesOf(page)).toHaveLength(5)
    expect(linesOf(page)[0]).toContain('song 3')
    expect(sectionOf(page)).toContain('And what you wrote before.')
  })

  it('is what the partner then gets of mine, in its order', async () => {
    const both = ['group_activity/threads.list', read]
    const { page, browser, attempt } = await preview([history], both)
    const shown = linesOf(page).map((line) => /<span>([^<]+)<\/span>/.exec(line)?.[1])
    const end = await allow(browser, page, { choices: both, threads: [thread], more: [history] })
    const { access_token: token } = await redeem(attempt, end.url)
    const ask = async (path: string) =>
      (await (await call(platform, attempt, token, `/partner/v1/threads${path}`)).json()) as {
        items: { id: string; text?: string }[]
      }
    const [listed] = (await ask('')).items
    const { items } = await ask(`/${listed?.id}/messages?limit=5`)
    expect(items.map(({ text }) => text)).toEqual(shown)
  })

  it('is the same whatever others answered, in either profile, mentions included', async () => {
    const silent = sectionOf((await preview()).page)
    await benSays('allow')
    expect(sectionOf((await preview()).page)).toBe(silent)
    await setThreadSetting(system, { person: ben, thread, setting: 'all-parties' })
    const together = sectionOf((await preview()).page)
    await benSays('never')
    expect(sectionOf((await preview()).page)).toBe(together)
    expect(together).toBe(silent)
  })

  it('says that nothing goes where I share nothing, and where the thread is closed', async () => {
    await setSwitch(system, { person: ana, on: true })
    expect(sectionOf((await preview()).page)).toContain('you share nothing with companies')
    await setSwitch(system, { person: ana, on: false })
    await setThreadSetting(system, { person: ben, thread, setting: 'closed' })
    const { page } = await preview()
    expect(sectionOf(page)).toContain('this thread is closed to companies')
    expect(linesOf(page)).toEqual([])
  })
})

describe('a preview is refused', () => {
  it.each([
    ['of a thread that is not mine', [read], [elsewhere], [history], 404],
    ['of a power that was not on the screen', ['group_activity/members.see'], [thread], [], 422],
    ['of nothing', [], [thread], [], 422],
    ['of another screen', [read], [thread], [['screen', 'f'.repeat(64)]], 422],
    ['without the token of the form', [read], [thread], [['guard', 'x']], 403],
  ] as const)('%s', async (_, choices, threads, more, status) => {
    const { page } = await preview(
      more.map(([name, value]): [string, string] => [name, value]),
      choices,
      threads,
    )
    expect(page.status).toBe(status)
    expect(sectionOf(page)).toBe('')
  })
})
