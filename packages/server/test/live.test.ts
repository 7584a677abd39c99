// Live over a real WebSocket: who may open one, what it tells whom, when it ends; and what it never tells anybody.
import { DAY_MS } from '@countersign/protocol'
import { freePort, onServer } from '@countersign/testkit'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sendMessage } from '../src/acts/send-message.ts'
import { createHttp } from '../src/http/server.ts'
import { peopleRoutes } from '../src/people/routes.ts'
import { handshake, type OpenPage, openLive } from './_live.ts'
import { type Browser, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, clock, url, database, world, second } = await peopleServer()
const { people, thread } = world
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const emil = await signedInBrowser(url, world.login('emil'))

const pages: OpenPage[] = []
const openPage = async (browser: Browser, at = url): Promise<OpenPage> => {
  const page = await openLive(at, browser.cookie)
  pages.push(page)
  return page
}
afterEach(async () => {
  for (const page of pages.splice(0)) {
    page.close()
    await page.closed
  }
})

/** After this, nothing said before is new to anybody who looks: what a page is told then, something told it. */
const later = (): void => clock.advance(10_000)

/** A thread of ana's, whose members have heard that they are in it. */
const groupOf = async (members: readonly string[]): Promise<string> =>
  (await ana.post('/threads', { kind: 'group', members })).body.id

/** Lets everything that is on its way arrive: what is told after it was told after all before it. */
const settle = async (page: OpenPage, browser: Browser): Promise<void> => {
  const notice = (await browser.get('/notices')).body.items[0]?.id
  await browser.post('/notices/seen', { notices: [notice ?? world.thread.replace('thread', 'notice')] })
  await page.hears({ type: 'notices' })
}

describe('who may open one', () => {
  it('nobody without a session, and no other site with somebody’s (cross-site WebSocket hijacking)', async () => {
    const cookie = ana.cookie ?? ''
    expect(await handshake(url, { origin: url })).toBe(401)
    expect(await handshake(url, { origin: url, cookie: 'countersign_session=x' })).toBe(401)
    for (const origin of ['https://evil.example', 'null', url.replace('localhost', '127.0.0.1'), `${url}0`])
      expect(await handshake(url, { origin, cookie })).toBe(403)
    expect(await handshake(url, { cookie })).toBe(403)
    expect(await handshake(url, { cookie, 'sec-fetch-site': 'same-origin' })).toBe(403)
    expect(await handshake(url, { origin: url, cookie })).toBe(101)
  })

  it('what is no WebSocket is told so, and other protocols are nowhere else', async () => {
    const plain = await ana.get('/live')
    expect([plain.status, plain.body.code]).toEqual([426, 'UPGRADE'])
    const cookie = ana.cookie ?? ''
    expect(await handshake(url, { origin: url, cookie }, '/api/v1/session')).toBe(200)
  })

  it('one person opens sixteen, not more; others are not kept out by that', async () => {
    const open = await Promise.all(Array.from({ length: 16 }, () => openPage(emil)))
    expect(await handshake(url, { origin: url, cookie: emil.cookie ?? '' })).toBe(429)
    expect(await handshake(url, { origin: url, cookie: ben.cookie ?? '' })).toBe(101)
    open[0]?.close()
    await open[0]?.closed
    await openPage(emil)
  })

  it('a page that talks is closed, and a long word is not even read', async () => {
    const talking = await openPage(ben)
    talking.send('hello')
    expect(await talking.closed).toBe(1003)
    const shouting = await openPage(ben)
    shouting.send('x'.repeat(1_000))
    expect(await shouting.closed).toBe(1009)
  })
})

describe('what is told, and to whom', () => {
  it('everything that happens in a thread, to its members alone', async () => {
    const group = await groupOf([people.ben])
    later()
    const [bens, emils] = [await openPage(ben), await openPage(emil)]
    const told = { type: 'thread', thread: group }
    const { id } = (await ana.post(`/threads/${group}/messages`, { text: 'hello' })).body
    const acts: readonly (() => Promise<unknown>)[] = [
      async () => undefined,
      () => ana.patch(`/threads/${group}/messages/${id}`, { text: 'hello all' }),
      () => ana.put(`/threads/${group}/messages/${id}/reactions/${encodeURIComponent('👍')}`),
      () => ana.delete(`/threads/${group}/messages/${id}/reactions/${encodeURIComponent('👍')}`),
      () => ana.post(`/threads/${group}/forwards`, { from: group, message: id }),
      () => ana.patch(`/threads/${group}`, { title: 'Songs' }),
      () => ana.patch(`/threads/${group}`, { setting: 'closed' }),
      () => ana.delete(`/threads/${group}/messages/${id}`),
      () => ana.post(`/threads/${group}/members`, { person: people.chika }),
    ]
    for (const act of acts) {
      await act()
      await bens.hears(told)
      bens.forget()
    }
    await settle(emils, emil)
    expect(emils.told).toEqual([{ type: 'notices' }])
  })

  it('whoever is added hears from then on, and whoever left not any more', async () => {
    const group = await groupOf([people.ben])
    later()
    const [bens, emils] = [await openPage(ben), await openPage(emil)]
    await ana.post(`/threads/${group}/members`, { person: people.emil })
    await emils.hears({ type: 'thread', thread: group })
    await ben.delete(`/threads/${group}/members/me`)
    await bens.hears({ type: 'threads' })
    emils.forget()
    bens.forget()
    await ana.post(`/threads/${group}/messages`, { text: 'between us' })
    await emils.hears({ type: 'thread', thread: group })
    await settle(bens, ben)
    expect(bens.told).toEqual([{ type: 'notices' }])
  })

  it('who asks to be friends, to whoever is asked', async () => {
    const bens = await openPage(ben)
    await ana.post('/friends', { person: people.ben })
    await bens.hears({ type: 'friends' })
  })

  it('who opens a link, to whoever made it', async () => {
    const { code } = (await ben.post('/friend-links')).body
    const bens = await openPage(ben)
    expect((await emil.post('/friend-links/open', { code })).status).toBe(200)
    await bens.hears({ type: 'friends' })
  })

  it('how far somebody has read, to the others where they show it, and else to their own pages alone', async () => {
    const group = await groupOf([people.ben])
    const say = async (): Promise<string> =>
      (await ana.post(`/threads/${group}/messages`, { text: 'x' })).body.id
    const [first, second] = [await say(), await say()]
    later()
    const [anas, bens, elsewhere] = [await openPage(ana), await openPage(ben), await openPage(ben)]
    await ben.put(`/threads/${group}/mark`, { message: first })
    await anas.hears({ type: 'marks', thread: group })
    await ben.put('/reading', { shown: false })
    anas.forget()
    bens.forget()
    await ben.put(`/threads/${group}/mark`, { message: second })
    await bens.hears({ type: 'marks', thread: group })
    await elsewhere.hears({ type: 'marks', thread: group })
    await settle(anas, ana)
    expect(anas.told).toEqual([{ type: 'notices' }])
    // Who hides theirs does not see others': neither is told when others read on.
    bens.forget()
    await ana.put(`/threads/${group}/mark`, { message: second })
    await anas.hears({ type: 'marks', thread: group })
    await settle(bens, ben)
    expect(bens.told).toEqual([{ type: 'notices' }])
    await ben.put('/reading', { shown: true })
  })

  it('COP-01: that somebody answered, took it back, connected or withdrew is told to nobody', async () => {
    await world.grant('chika')
    later()
    const [anas, bens] = [await openPage(ana), await openPage(ben)]
    await world.countersign('emil')
    await world.countersign('emil', { answer: 'never' })
    const { id } = await world.grant('dora')
    await world.withdraw('dora', id)
    await emil.put('/switch', { on: true })
    await emil.put('/switch', { on: false })
    await settle(anas, ana)
    await settle(bens, ben)
    expect([anas.told, bens.told]).toEqual([[{ type: 'notices' }], [{ type: 'notices' }]])
  })

  it('between servers go ids and nothing else', async () => {
    const heard: string[] = []
    const client = new pg.Client({ ...database.owner })
    await client.connect()
    client.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await client.query('listen countersign_live')
    await ana.post(`/threads/${thread}/messages`, { text: 'a secret song' })
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    await client.end()
    for (const payload of heard) {
      expect(Object.keys(JSON.parse(payload)).sort()).toEqual(['from', 'news'])
      for (const news of JSON.parse(payload).news)
        expect(JSON.stringify(news)).toMatch(
          /^\{"type":"[a-z]+"(,"(thread|only|person)":"(thread|person)_[0-9a-z-]+")+\}$/,
        )
    }
  })
})

describe('its end', () => {
  it('comes with signing out, at once, for every page of the session and no other', async () => {
    const other = await signedInBrowser(url, world.login('ben'))
    const [one, two, stays] = [await openPage(other), await openPage(other), await openPage(ben)]
    expect((await other.delete('/session')).status).toBe(204)
    expect(await Promise.all([one.closed, two.closed])).toEqual([4401, 4401])
    await ana.post(`/threads/${thread}/messages`, { text: 'still there?' })
    await stays.hears({ type: 'thread', thread })
  })

  it('comes with ending one session from another browser, and with ending all others', async () => {
    const [one, two] = [
      await signedInBrowser(url, world.login('ben')),
      await signedInBrowser(url, world.login('ben')),
    ]
    const [ones, twos, stays] = [await openPage(one), await openPage(two), await openPage(ben)]
    expect((await ben.post('/sessions/end-others')).status).toBe(204)
    expect(await Promise.all([ones.closed, twos.closed])).toEqual([4401, 4401])
    await ana.post(`/threads/${thread}/messages`, { text: 'still here?' })
    await stays.hears({ type: 'thread', thread })
  })

  it('comes before anything more is told, whoever ended the session', async () => {
    const other = await signedInBrowser(url, world.login('ben'))
    later()
    const page = await openPage(other)
    await onServer(database.owner, (client) =>
      client.query('delete from sessions where made_at = (select max(made_at) from sessions)'),
    )
    await ana.post(`/threads/${thread}/messages`, { text: 'for ben' })
    expect(await page.closed).toBe(4401)
    expect(page.told).toEqual([])
  })

  it('comes with a session’s last moment, also when nothing is told', async () => {
    const page = await openPage(await signedInBrowser(url, world.login('chika')))
    clock.advance(31 * DAY_MS)
    expect(await page.closed).toBe(4401)
    for (const [who, browser] of [
      ['ana', ana],
      ['ben', ben],
      ['emil', emil],
    ] as const)
      browser.cookie = (await signedInBrowser(url, world.login(who))).cookie
  })

  it('comes with a closed account', async () => {
    const dora = await signedInBrowser(url, world.login('dora'))
    const page = await openPage(dora)
    const body = { login: world.login('dora'), password: 'correct horse battery staple' }
    expect((await dora.post('/account/close', body)).status).toBe(204)
    expect(await page.closed).toBe(4401)
  })
})

describe('two servers on one database', async () => {
  const port = await freePort()
  const other = await second({ publicUrl: `http://localhost:${port}` })
  const elsewhere = other.system.settings.publicUrl
  const http = createHttp(other.system.log, other.system.random)
  await peopleRoutes(http, other.system)
  await http.listen({ host: 'localhost', port })
  let closed = false
  afterAll(async () => {
    if (!closed) await http.close()
  })

  it('what happens at one is told at the other', async () => {
    const bens = await openPage(ben, elsewhere)
    // The first thing said there: it listens from now on.
    await bens.hears({ type: 'everything' })
    await ana.post(`/threads/${thread}/messages`, { text: 'from over here' })
    await bens.hears({ type: 'thread', thread })
    const signedOut = await signedInBrowser(url, world.login('ben'))
    const page = await openPage(signedOut, elsewhere)
    await signedOut.delete('/session')
    expect(await page.closed).toBe(4401)
  })

  it('a hint that is lost only delays: what was written is found by looking', async () => {
    const bens = await openPage(ben, elsewhere)
    const silent = { ...system, live: { ...system.live, tell: () => undefined } }
    await sendMessage(silent, { person: people.ana, thread, text: 'nobody says so' })
    await bens.hears({ type: 'thread', thread })
  })

  it('stopping says so to every page, and waits for none', async () => {
    const page = await openPage(ben, elsewhere)
    const began = performance.now()
    closed = true
    await http.close()
    expect(await page.closed).toBe(1001)
    expect(performance.now() - began).toBeLessThan(4_000)
  })
})
