// Where somebody is signed in: seen by themselves alone, ended one by one or all others at once; an id from before ends.
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, clock, url, database, world } = await peopleServer()
const password = 'correct horse battery staple'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

async function enterAs(login: string, agent: string): Promise<Browser> {
  const browser = new Browser(url)
  const headers = { 'user-agent': agent }
  expect((await browser.post('/session', { login, password }, { headers })).status).toBe(200)
  return browser
}

async function somebodyNew(login: string): Promise<void> {
  await openAccount(system, { login, password, displayName: login })
}

describe('sessions', () => {
  it('say browser and times, and keep no address and no more of the browser', async () => {
    await somebodyNew('lin')
    const first = await enterAs('lin', firefox)
    clock.advance(60_000)
    const second = await enterAs('lin', 'curl/8.0 <script>alert(1)</script>')
    const { items } = (await first.get('/sessions')).body
    expect(items).toEqual([
      expect.objectContaining({ browser: null, here: false }),
      expect.objectContaining({ browser: 'Firefox on Linux', here: true }),
    ])
    expect((await second.get('/sessions')).body.items.map(({ here }: { here: boolean }) => here)).toEqual([
      true,
      false,
    ])
    const stored = await onServer(
      database.owner,
      async (client) => (await client.query('select * from sessions')).rows,
    )
    expect(JSON.stringify(stored)).not.toMatch(/140|127\.0\.0\.1|::1|curl|script/)
  })

  it('are seen about when they were, and not written at each request', async () => {
    await somebodyNew('moe')
    const browser = await enterAs('moe', firefox)
    const seen = async (): Promise<number> =>
      Date.parse((await browser.get('/sessions')).body.items[0].seen_at)
    const start = clock.now()
    clock.advance(4 * 60_000)
    expect(await seen()).toBe(start)
    clock.advance(60_000)
    expect(await seen()).toBe(clock.now())
  })

  it('open their pages though nothing can be noted', async () => {
    await somebodyNew('nel')
    const browser = await enterAs('nel', firefox)
    clock.advance(10 * 60_000)
    const revoke = 'revoke update (seen_at) on sessions from countersign_app'
    const grant = 'grant update (seen_at) on sessions to countersign_app'
    await onServer(database.owner, (client) => client.query(revoke))
    expect((await browser.get('/session')).status).toBe(200)
    await onServer(database.owner, (client) => client.query(grant))
  })

  it('end one by one, and only one’s own', async () => {
    await somebodyNew('nia')
    const here = await enterAs('nia', firefox)
    const there = await enterAs('nia', firefox)
    const other = (await here.get('/sessions')).body.items.find(({ here }: { here: boolean }) => !here)
    const ben = await signedInBrowser(url, world.login('ben'))
    expect(problem(await ben.delete(`/sessions/${other.id}`))).toBe('404 NOT_FOUND')
    expect((await there.get('/session')).status).toBe(200)
    expect((await here.delete(`/sessions/${other.id}`)).status).toBe(204)
    expect(problem(await there.get('/session'))).toBe('401 SIGN_IN')
  })

  it('end all at once but the one that asks', async () => {
    await somebodyNew('oli')
    const [here, ...others] = [
      await enterAs('oli', firefox),
      await enterAs('oli', firefox),
      await enterAs('oli', firefox),
    ]
    expect((await here?.post('/sessions/end-others'))?.status).toBe(204)
    expect((await here?.get('/session'))?.status).toBe(200)
    for (const other of others) expect(problem(await other.get('/session'))).toBe('401 SIGN_IN')
  })
})

describe('session fixation', () => {
  it('signing in gives an id the browser never had, and ends the one it came with', async () => {
    await somebodyNew('pia')
    await somebodyNew('mallory')
    const mallory = await enterAs('mallory', firefox)
    const planted = mallory.cookie
    const pia = new Browser(url, planted)
    expect((await pia.post('/session', { login: 'pia', password })).status).toBe(200)
    expect(pia.cookie).not.toBe(planted)
    expect(problem(await new Browser(url, planted).get('/session'))).toBe('401 SIGN_IN')
    const made = new Browser(url, 'countersign_session=chosen-by-somebody-else')
    expect((await made.post('/session', { login: 'pia', password })).status).toBe(200)
    expect(made.cookie).not.toContain('chosen')
  })

  it('a wrong password ends nothing', async () => {
    await somebodyNew('quin')
    const quin = await enterAs('quin', firefox)
    expect(problem(await quin.post('/session', { login: 'quin', password: 'wrong password' }))).toBe(
      '401 WRONG_PASSWORD',
    )
    expect((await quin.get('/session')).status).toBe(200)
  })
})
