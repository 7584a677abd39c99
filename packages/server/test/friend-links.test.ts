// Links that make friends, and accounts by invitation: a link says who made it to whoever holds it, and nothing else.
import { uuidOf } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { LINK_MS } from '../src/acts/friend-link.ts'
import { Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const server = await peopleServer({ signUp: 'invited' })
const { clock, url, database, world } = server
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const chika = await signedInBrowser(url, world.login('chika'))
const linkOf = async (browser: Browser): Promise<{ id: string; code: string }> =>
  (await browser.post('/friend-links')).body
const friendsOf = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.get('/friends')).body.friends.map(({ id }: { id: string }) => id)
const newcomer = { password: 'correct horse battery staple', display_name: 'New Comer' }

describe('a link', () => {
  it('makes two people friends, once, and shows in the change log that both lists changed', async () => {
    const { code } = await linkOf(ana)
    expect((await new Browser(url).post('/friend-links/read', { code })).body).toEqual({
      person: { id: world.people.ana, name: 'Ana' },
    })
    const before = await changes()
    expect((await ben.post('/friend-links/open', { code })).body).toEqual({ person: world.people.ana })
    expect(await changes()).toBe(before + 2)
    expect(await friendsOf(ana)).toContain(world.people.ben)
    expect(await friendsOf(ben)).toContain(world.people.ana)
    expect(problem(await chika.post('/friend-links/open', { code }))).toBe('404 NOT_FOUND')
    expect(problem(await chika.post('/friend-links/read', { code }))).toBe('404 NOT_FOUND')
  })

  it('is worth nothing made up, to its maker, taken back, or after fourteen days', async () => {
    const { id, code } = await linkOf(ana)
    for (const wrong of ['x', code.slice(1), `${code}A`])
      expect(problem(await chika.post('/friend-links/open', { code: wrong }))).toBe('404 NOT_FOUND')
    expect(problem(await ana.post('/friend-links/open', { code }))).toBe('404 NOT_FOUND')
    expect(problem(await chika.delete(`/friend-links/${id}`))).toBe('404 NOT_FOUND')
    expect((await ana.get('/friend-links')).body.items.map((one: { id: string }) => one.id)).toContain(id)
    expect((await ana.delete(`/friend-links/${id}`)).status).toBe(204)
    expect(problem(await chika.post('/friend-links/open', { code }))).toBe('404 NOT_FOUND')
    const late = await linkOf(ana)
    clock.advance(LINK_MS)
    expect(problem(await chika.post('/friend-links/open', { code: late.code }))).toBe('404 NOT_FOUND')
  })

  it('is not used up by a friend, and lets one of two strangers win', async () => {
    const { code } = await linkOf(ana)
    expect(problem(await ben.post('/friend-links/open', { code }))).toBe('409 ALREADY')
    const dora = await signedInBrowser(url, world.login('dora'))
    const both = await Promise.all([chika, dora].map((one) => one.post('/friend-links/open', { code })))
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404])
  })

  it('is nowhere in the database; twenty at a time', async () => {
    const emil = await signedInBrowser(url, world.login('emil'))
    const { code } = await linkOf(emil)
    const rows = await onServer(
      database.owner,
      async (client) => (await client.query('select * from friend_links')).rows,
    )
    expect(JSON.stringify(rows)).not.toContain(code)
    for (let n = 1; n < 20; n++) await linkOf(emil)
    expect(problem(await emil.post('/friend-links'))).toBe('409 FULL')
  })
})

describe('asking by name', () => {
  it('is thirty times in ten minutes for one session, whoever is asked', async () => {
    const asker = await signedInBrowser(url, world.login('emil'))
    const said = []
    for (let n = 0; n < 32; n++) said.push((await asker.post('/friends', { login: `nobody-${n}` })).status)
    expect(said.slice(0, 30)).toEqual(Array(30).fill(200))
    expect(said.slice(30)).toEqual([429, 429])
    expect((await ben.post('/friends', { login: 'nobody' })).status).toBe(200)
  })
})

describe('where accounts are by invitation', () => {
  it('nobody opens one by themselves, and no made-up invitation does', async () => {
    const alone = await new Browser(url).post('/accounts', { ...newcomer, login: 'alone' })
    expect(problem(alone)).toBe('403 INVITED_ONLY')
    const lying = await new Browser(url).post('/accounts', { ...newcomer, login: 'lying', invitation: 'x' })
    expect(problem(lying)).toBe('404 NOT_FOUND')
    expect(await count(`logins where login in ('alone', 'lying')`)).toBe(0)
    expect((await new Browser(url).get('/entrance')).body).toEqual({
      sign_up: 'invited',
      passkeys: true,
      demo_people: [],
    })
  })

  it('a friend’s link opens one account, and the two are friends from the first moment', async () => {
    const { code } = await linkOf(ana)
    const fay = new Browser(url)
    const reply = await fay.post('/accounts', { ...newcomer, login: 'fay', invitation: code })
    expect(reply.status).toBe(201)
    expect(await friendsOf(fay)).toEqual([world.people.ana])
    const second = await new Browser(url).post('/accounts', { ...newcomer, login: 'gil', invitation: code })
    expect(problem(second)).toBe('404 NOT_FOUND')
    expect(await count(`logins where login = 'gil'`)).toBe(0)
  })

  it('OVR-02: a test person’s link opens none: what is tried out meets nobody real', async () => {
    const dora = await signedInBrowser(url, world.login('dora'))
    const { code } = await linkOf(dora)
    await onServer(database.owner, (client) =>
      client.query(
        'insert into test_people (partner_id, person_id, made_at) select partner_id, $1, 1 from partners limit 1',
        [uuidOf(world.people.dora)],
      ),
    )
    const ida = await new Browser(url).post('/accounts', { ...newcomer, login: 'ida', invitation: code })
    expect(problem(ida)).toBe('404 NOT_FOUND')
    expect(await count(`logins where login = 'ida'`)).toBe(0)
  })

  it('a link is left alone by somebody whose name is taken', async () => {
    const { code } = await linkOf(ana)
    const taken = { ...newcomer, login: 'fay', invitation: code }
    expect(problem(await new Browser(url).post('/accounts', taken))).toBe('409 NAME_TAKEN')
    expect((await new Browser(url).post('/accounts', { ...taken, login: 'hana' })).status).toBe(201)
  })
})

describe('a demo’s people', () => {
  it('come in with one click in a demo, and nowhere else', async () => {
    const reply = await new Browser(url).post('/session/demo', { person: world.people.ana })
    expect(problem(reply)).toBe('404 NOT_FOUND')
  })
})

const changes = (): Promise<number> => count('changes')

async function count(from: string): Promise<number> {
  return onServer(database.owner, async (client) => {
    const { rows } = await client.query(`select count(*) from ${from}`)
    return Number(rows[0].count)
  })
}
