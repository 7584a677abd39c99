// A person's own use keeps what they granted alive: signing in to the partner does, the partner's calls do not (SUN-04).
import { DAY_MS } from '@countersign/protocol'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { askThread } from '../src/acts/ask-thread.ts'
import { linkIdentity } from '../src/acts/link-identity.ts'
import { findClientOf } from '../src/store/clients.ts'
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

describe('a friend’s use', () => {
  it('touches nobody else’s clock: B idle 91 days, A uses the partner and invites B through it', async () => {
    const { system, clock: time, database } = await testSystem()
    const world = await makeWorld(system, time)
    const { people, thread, jukebox } = world
    const { partner } = jukebox
    const clockOfBen = () =>
      onServer(database.owner, async (db) => {
        const sql = 'select verb, used_at from own_uses where person_id = $1 order by verb'
        return (await db.query(sql, [people.ben.slice(7)])).rows
      })
    const outcome = (who: 'ana' | 'ben') =>
      world.read(who).then(
        () => 'permit',
        (error: { code: string }) => error.code,
      )
    const own = await world.grant('ana')
    await world.grant('ben')
    expect(await outcome('ben')).toBe('permit')
    const before = await clockOfBen()
    const client = (await findClientOf(system.app, partner))?.id
    if (client === undefined) throw new Error('no client')
    for (const days of [45, 46]) {
      time.advance(days * DAY_MS)
      await linkIdentity(system, { person: people.ana, partner, client })
      expect(await outcome('ana')).toBe('permit')
    }
    await askThread(system, { person: people.ana, grant: own.id, thread })
    expect(await outcome('ana')).toBe('permit')
    expect(await outcome('ben')).toBe('INACTIVE')
    expect(await clockOfBen()).toEqual(before)
  })
})
