// A person's own use keeps what they granted alive: signing in to the partner does, the partner's calls do not (SUN-04).
import { DAY_MS } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { actionOf, Browser, filled } from './_browser.ts'
import { begin, call, connect, redeem, startPlatform, toScreen } from './_oauth.ts'

const platform = await startPlatform({})
const { clock } = platform
const details = [
  { type: 'countersign_feature', feature: 'other', purpose: 'group_activity', actions: ['threads.list'] },
]

describe('a permission nobody uses', () => {
  it('lapses after 90 days however often the partner calls, and returns when its person signs in there', async () => {
    const { attempt, tokens } = await connect(platform, ['group_activity/threads.list'], details)
    const threads = async () => {
      const answer = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
      return answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code
    }
    expect(await threads()).toBe(200)
    clock.advance(89 * DAY_MS)
    expect(await threads()).toBe(200)
    clock.advance(DAY_MS)
    expect(await threads()).toBe('INACTIVE')
    const signIn = await begin(platform, null)
    const browser = new Browser(platform.url)
    const screen = await toScreen(browser, signIn.url)
    const end = await browser.submit(actionOf(screen), filled(screen, ['answer', 'yes']))
    expect((await redeem(signIn, end.url)).authorization_details).toBeUndefined()
    expect(await threads()).toBe(200)
  })
})
