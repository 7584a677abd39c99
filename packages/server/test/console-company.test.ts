// What a company's people do at the console: registering, keys, colleagues, test people; with what the register says of it.
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { inviteColleague } from '../src/acts/invite-colleague.ts'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import type { System } from '../src/system.ts'
import { company, keyPair, somebody } from './_console.ts'
import { problem } from './_people-browser.ts'

const ownedBy = (group: string) => `
slug: owned-one
name: Owned
homepage: https://owned.example
ownership_group: ${group}
client:
  redirect_uris: [https://owned.example/callback]
  jwks: { keys: [{ kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)}, kid: one }] }
features:
  - slug: songs
    start_at: 2020-01-01
    offers: [{ purpose: share_content, verb: messages.write }]
    harvest_budget: 10
    texts: { en: { name: Songs, summary: Sends songs. } }
`
const server = await testServer()
const { system, url } = server
const world = await makeWorld(system, server.clock)
const owner = await somebody(server, 'owner')
const registered = await owner.at.post('/partners', company('tunes'))
const { partner, client } = registered.body

describe('registering a company', () => {
  it('makes a client without a key, and an entry in the public register (TRN-03)', async () => {
    expect(registered.status).toBe(201)
    expect(registered.body).toMatchObject({ slug: 'tunes', role: 'owner', features: [] })
    expect(client).toMatchObject({ redirect_uris: ['https://tunes.example/callback'], keys: [] })
    const register = (await (await fetch(`${url}/register.json`)).json()) as { partners: { slug: string }[] }
    expect(register.partners.map(({ slug }) => slug)).toContain('tunes')
  })

  it.each([
    ['a slug that is taken', { ...company('more'), slug: 'tunes' }, '409 NAME_TAKEN'],
    ['the slug of a partner of the operator’s', { ...company('more'), slug: 'jukebox' }, '409 NAME_TAKEN'],
    ['a name that is taken, written otherwise', { ...company('more'), name: 'JUKEBOX' }, '409 NAME_TAKEN'],
    ['the name of the platform', { ...company('more'), name: 'Counter-Sign' }, '400 BAD_REQUEST'],
    ['a redirect over http', { ...company('more'), redirect_uris: ['http://a.example/'] }, '400 BAD_REQUEST'],
    [
      'redirects on two hosts',
      { ...company('more'), redirect_uris: ['https://a.example/', 'https://b.example/'] },
      '400 BAD_REQUEST',
    ],
    ['no redirect', { ...company('more'), redirect_uris: [] }, '400 BAD_REQUEST'],
  ])('is refused for %s', async (_, body, said) => {
    expect(problem(await owner.at.post('/partners', body))).toBe(said)
  })

  it('joins no owner the operator named: their group is not a slug to take (COP-08)', async () => {
    await registerPartner(system, readPartnerFile(ownedBy('bigger-than-tunes')))
    const taken = await owner.at.post('/partners', company('bigger-than-tunes'))
    expect(problem(taken)).toBe('409 NAME_TAKEN')
  })

  it('is done five times by one person, and not a sixth', async () => {
    const keen = await somebody(server, 'keen')
    const made = []
    for (let i = 0; i < 6; i++) made.push(await keen.at.post('/partners', company(`shop-${i}`)))
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 409])
    expect(problem(made.at(-1)!)).toBe('409 FULL')
  })

  it('is done once by two who want the same name at the same moment', async () => {
    const [one, two] = await Promise.all([somebody(server, 'one'), somebody(server, 'two')])
    const both = await Promise.all([one, two].map(({ at }) => at.post('/partners', company('race'))))
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
  })
})

describe('another name', () => {
  it('and another website are public at once, with what they were, and void nothing (TRN-03)', async () => {
    const path = `/partners/${world.jukebox.partner}`
    const { code } = await inviteColleague(system, {
      partner: world.jukebox.partner,
      by: null,
      role: 'owner',
    })
    await owner.at.post('/joins', { code })
    await world.grant('ana')
    await world.say('ana', 'a song')
    const save = (name: string, homepage: string) => owner.at.send('PATCH', path, { name, homepage })
    const history = async () =>
      (await (await fetch(`${url}/register/jukebox.json`)).json()).history as {
        kind: string
        record: object
      }[]
    const before = (await history()).length
    expect((await save('Jukebox', 'https://jukebox.example')).status).toBe(200)
    expect(await history()).toHaveLength(before)
    expect((await save('Your Bank', 'https://jukebox.example')).body).toMatchObject({ name: 'Your Bank' })
    expect((await save('Your Bank', 'https://bank.example')).status).toBe(200)
    expect((await history()).slice(0, -before)).toMatchObject([
      { kind: 'partner_renamed', record: { to_homepage: 'https://bank.example' } },
      { kind: 'partner_renamed', record: { from_name: 'Jukebox', to_name: 'Your Bank' } },
    ])
    const text = await (await fetch(`${url}/register/jukebox`)).text()
    expect(text).toContain('It is called “Your Bank” from here on. Until then it was called “Jukebox”.')
    expect(text).toContain('Its website is https://bank.example now, and no longer https://jukebox.example.')
    expect(text.match(/Its website is/g)).toHaveLength(1)
    expect((await world.read('ana')).body).toContain('a song')
    await save('Jukebox', 'https://jukebox.example')
  })
})

describe('keys', () => {
  const keys = `/partners/${partner}/keys`

  it('are refused when they are private, with no word of them stored', async () => {
    const { privateJwk } = keyPair('leaked')
    const refused = await owner.at.post(keys, { keys: [privateJwk] })
    expect(problem(refused)).toBe('400 BAD_REQUEST')
    expect(refused.body.errors).toEqual([
      {
        at: 'keys.0.d',
        problem: expect.stringContaining('register the public key only, and replace this one'),
      },
    ])
    expect(JSON.stringify(refused.body)).not.toContain(privateJwk.d)
    expect((await owner.at.get(`/partners/${partner}`)).body.client.keys).toEqual([])
  })

  it('stand beside each other while one replaces the other; a kid is one key', async () => {
    const [first, second] = [keyPair('2026'), keyPair('2027')]
    expect((await owner.at.post(keys, { keys: [first.publicJwk] })).status).toBe(200)
    expect(
      (await owner.at.post(keys, { keys: [first.publicJwk, second.publicJwk] })).body.client.keys,
    ).toHaveLength(2)
    expect(problem(await owner.at.post(keys, { keys: [keyPair('2026').publicJwk] }))).toBe('400 BAD_REQUEST')
    const left = await owner.at.delete(`${keys}?kid=2026`)
    expect(left.body.client.keys.map(({ kid }: { kid: string }) => kid)).toEqual(['2027'])
    expect(problem(await owner.at.delete(`${keys}?kid=2026`))).toBe('404 NOT_FOUND')
    // What is said of it is what it does: a token lives as long as oauth-flow finds it to.
    const page = await owner.elsewhere.get(`/../../console/${partner}/client?done=removed`)
    expect(page.body).toContain('Nothing signed with it gets a token from now on.')
    expect(page.body).toContain('works until it runs out, within 10 minutes')
  })

  it('and addresses are in the register from the moment they change, by thumbprint (TRN-03)', async () => {
    const mine = await somebody(server, 'rotates')
    const { body } = await mine.at.post('/partners', company('rotating'))
    const [first, second] = [keyPair('1'), keyPair('2')]
    const prints = await Promise.all(
      [first, second].map(({ publicJwk }) => calculateJwkThumbprint(publicJwk)),
    )
    const at = `/partners/${body.partner}`
    await mine.at.post(`${at}/keys`, { keys: [first.publicJwk] })
    await mine.at.post(`${at}/keys`, { keys: [first.publicJwk] })
    await mine.at.post(`${at}/keys`, { keys: [second.publicJwk] })
    await mine.at.delete(`${at}/keys?kid=1`)
    await mine.at.delete(`${at}/keys?kid=2`)
    const moved = { redirect_uris: ['https://rotating.example/other'] }
    expect((await mine.at.put(`${at}/redirect_uris`, moved)).status).toBe(200)
    const { history } = await (await fetch(`${url}/register/rotating.json`)).json()
    const entered = history.flatMap((entry: { kind: string; record: object }) =>
      entry.kind === 'client_changed' ? [entry.record] : [],
    )
    expect(entered.map(({ keys }: { keys: string[] }) => keys)).toEqual([
      [],
      [],
      [prints[1]],
      prints,
      [prints[0]],
      // The first one had no key yet.
      [],
    ])
    expect(entered[0]).toMatchObject(moved)
    expect(JSON.stringify(entered)).not.toContain(first.publicJwk.x)
    const text = await (await fetch(`${url}/register/rotating`)).text()
    expect(text).toContain(
      `with the keys ${prints[0]!.slice(0, 8)}… and ${prints[1]!.slice(0, 8)}…, and brings people back to https://rotating.example/callback from here on`,
    )
  })

  it('are ten at most', async () => {
    const many = Array.from({ length: 10 }, (_, i) => keyPair(`k${i}`).publicJwk)
    expect(problem(await owner.at.post(keys, { keys: many }))).toBe('409 FULL')
  })

  it('make the client one: without any it is unknown to the authorization server', async () => {
    const fresh = await somebody(server, 'fresh')
    const { body } = await fresh.at.post('/partners', company('keyless'))
    const asked = await fetch(`${url}/oauth/par`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: body.client.client_id, response_type: 'code' }),
    })
    expect([asked.status, await asked.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ])
  })
})

describe('colleagues', () => {
  const staff = `/partners/${partner}/staff`
  const invite = async (role: string) =>
    (await owner.at.post(`/partners/${partner}/invitations`, { role })).body.code as string

  it('come by an invitation, which works once however many use it', async () => {
    const code = await invite('developer')
    const keen = await Promise.all(['a-1', 'a-2', 'a-3'].map((login) => somebody(server, login)))
    const joined = await Promise.all(keen.map(({ at }) => at.post('/joins', { code })))
    expect(joined.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404, 404])
  })

  it('never leave the company without an owner, also when two owners go at once', async () => {
    const second = await somebody(server, 'second')
    const { body } = await second.at.post('/partners', company('pair'))
    expect(problem(await second.at.delete(`/partners/${body.partner}/staff/${second.person}`))).toBe(
      '409 LAST_OWNER',
    )
    expect(
      problem(await second.at.put(`/partners/${body.partner}/staff/${second.person}`, { role: 'developer' })),
    ).toBe('409 LAST_OWNER')
    const { code } = await inviteColleague(system, { partner: body.partner, by: null, role: 'owner' })
    const third = await somebody(server, 'third')
    await third.at.post('/joins', { code })
    const left = await Promise.all(
      [second, third].map(({ at, person }) => at.delete(`/partners/${body.partner}/staff/${person}`)),
    )
    expect(left.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 409])
  })

  it('who go leave no invitation behind that lets them in again', async () => {
    const sent = await somebody(server, 'sent')
    await sent.at.post('/joins', { code: await invite('owner') })
    const back = (await sent.at.post(`/partners/${partner}/invitations`, { role: 'owner' })).body.code
    expect((await owner.at.delete(`${staff}/${sent.person}`)).status).toBe(204)
    expect(problem(await sent.at.post('/joins', { code: back }))).toBe('404 NOT_FOUND')
    expect(problem(await sent.at.get(staff))).toBe('404 NOT_FOUND')
  })

  it('who invite in the moment they are sent away let nobody in, not even themselves', async () => {
    const sent = await somebody(server, 'sent-meanwhile')
    await sent.at.post('/joins', { code: await invite('owner') })
    const app: System['app'] = {
      ...system.app,
      query: async (text, values) => {
        if (text.includes('insert into staff_invitations'))
          expect((await owner.at.delete(`${staff}/${sent.person}`)).status).toBe(204)
        return system.app.query(text, values)
      },
    }
    const { code } = await inviteColleague({ ...system, app }, { partner, by: sent.person, role: 'owner' })
    expect(problem(await sent.at.post('/joins', { code }))).toBe('404 NOT_FOUND')
    expect(problem(await sent.at.get(staff))).toBe('404 NOT_FOUND')
  })

  it('cannot use an invitation after a week, nor one that was taken back', async () => {
    const late = await somebody(server, 'late')
    // Invitations of one instant come in any order; this one is to be the newest.
    server.clock.advance(1)
    const code = await invite('owner')
    const { items } = (await owner.at.get(`/partners/${partner}/invitations`)).body
    expect((await owner.at.delete(`/partners/${partner}/invitations/${items[0].invitation}`)).status).toBe(
      204,
    )
    expect(problem(await late.at.post('/joins', { code }))).toBe('404 NOT_FOUND')
    const old = await invite('owner')
    server.clock.advance(8 * 86_400_000)
    expect(problem(await late.at.post('/joins', { code: old }))).toBe('404 NOT_FOUND')
  })

  it('have a partner of the operator’s through an invitation the operator made', async () => {
    const { code } = await inviteColleague(system, {
      partner: world.jukebox.partner,
      by: null,
      role: 'owner',
    })
    const taker = await somebody(server, 'taker')
    expect((await taker.at.post('/joins', { code })).body.partner).toBe(world.jukebox.partner)
    expect((await taker.at.get(`/partners/${world.jukebox.partner}`)).body).toMatchObject({
      slug: 'jukebox',
      role: 'owner',
    })
  })
})

describe('test people', () => {
  it('are made with a thread, can be acted as, and close with all they allowed', async () => {
    const path = `/partners/${partner}/test_people`
    const made = await owner.at.post(path)
    expect(made.body.people).toHaveLength(3)
    const [person] = made.body.people
    await owner.at.send('PUT', `${path}/${person}/acting`)
    const threads = (await owner.elsewhere.get('/threads')).body.items
    expect(threads.map(({ title }: { title: string }) => title)).toEqual(['Sandbox'])
    const { partner: company, feature } = world.jukebox
    const about = { partner: company, feature, manifest_version: 1, purpose: 'group_activity' }
    const query = new URLSearchParams({ ...about, manifest_version: '1' })
    const { screen_hash } = (await owner.elsewhere.get(`/answers/card?${query}`)).body
    const never = { ...about, thread: null, answer: 'never', screen_hash }
    expect((await owner.elsewhere.put('/answers', never)).status).toBe(200)
    await owner.at.delete('/acting')
    expect((await owner.at.delete(path)).body).toEqual({ closed: 3 })
    expect((await owner.at.get(path)).body.items).toEqual([])
    expect(problem(await owner.at.send('PUT', `${path}/${person}/acting`))).toBe('404 NOT_FOUND')
    const { rows } = await onServer(server.database.owner, (db) =>
      db.query(
        `select count(*)::int as open from persons join test_people using (person_id) where account = 'open'`,
      ),
    )
    expect(rows).toEqual([{ open: 0 }])
    const answers = await onServer(server.database.owner, (db) =>
      db.query('select state from countersignatures join test_people using (person_id)'),
    )
    expect(answers.rows).toEqual([{ state: 'ended' }])
  })

  it('are thirty at most', async () => {
    const path = `/partners/${partner}/test_people`
    for (let i = 0; i < 10; i++) expect((await owner.at.post(path)).status).toBe(201)
    expect(problem(await owner.at.post(path))).toBe('409 FULL')
  })
})
