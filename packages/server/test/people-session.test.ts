// Accounts and sessions over HTTP: who gets in, who does not, and that signing in grants nothing.
import { uuidOf } from '@countersign/protocol'
import { onServer, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { claimAccount } from '../src/acts/claim-account.ts'
import { INVITATION_MS, invitePerson } from '../src/acts/invite-person.ts'
import { SESSION_MS } from '../src/acts/session.ts'
import { Browser, problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, clock, url, database, world, routes } = await peopleServer()

/** Every route that needs a session, with a body that would not even be understood. */
const guarded = [
  ['GET', '/session'],
  ['DELETE', '/session'],
  ['POST', '/session/proof/options'],
  ['POST', '/session/proof'],
  ['GET', '/sessions'],
  ['DELETE', '/sessions/x'],
  ['POST', '/sessions/end-others'],
  ['GET', '/passkeys'],
  ['POST', '/passkeys/options'],
  ['POST', '/passkeys'],
  ['PATCH', '/passkeys/x'],
  ['DELETE', '/passkeys/x'],
  ['PUT', '/account/password'],
  ['GET', '/recovery-codes'],
  ['POST', '/recovery-codes'],
  ['GET', '/keys'],
  ['POST', '/keys'],
  ['POST', '/keys/x/endorse'],
  ['POST', '/keys/x/end'],
  ['GET', '/friend-links'],
  ['POST', '/friend-links'],
  ['DELETE', '/friend-links/x'],
  ['POST', '/friend-links/open'],
  ['POST', '/account/close'],
  ['GET', '/threads'],
  ['POST', '/threads'],
  ['GET', '/threads/x'],
  ['PATCH', '/threads/x'],
  ['GET', '/threads/x/members'],
  ['POST', '/threads/x/members'],
  ['DELETE', '/threads/x/members/me'],
  ['GET', '/threads/x/messages'],
  ['GET', '/threads/x/messages/y'],
  ['GET', '/threads/x/messages/y/picture/z'],
  ['GET', '/threads/x/search'],
  ['GET', '/threads/x/sharing'],
  ['PUT', '/threads/x/mark'],
  ['GET', '/threads/x/marks'],
  ['GET', '/reading'],
  ['PUT', '/reading'],
  ['GET', '/live'],
  ['POST', '/threads/x/messages'],
  ['POST', '/threads/x/forwards'],
  ['PATCH', '/threads/x/messages/y'],
  ['DELETE', '/threads/x/messages/y'],
  ['POST', '/threads/x/messages/y/restore'],
  ['PUT', '/threads/x/messages/y/reactions/z'],
  ['DELETE', '/threads/x/messages/y/reactions/z'],
  ['GET', '/friends'],
  ['POST', '/friends'],
  ['DELETE', '/friends/x'],
  ['GET', '/blocks'],
  ['PUT', '/blocks/x'],
  ['DELETE', '/blocks/x'],
  ['GET', '/grants'],
  ['PATCH', '/grants/x'],
  ['GET', '/grants/x/receipts'],
  ['DELETE', '/grants/x'],
  ['GET', '/switch'],
  ['PUT', '/switch'],
  ['GET', '/disclosures'],
  ['GET', '/disclosures/totals'],
  ['POST', '/exports'],
  ['GET', '/exports/x'],
  ['GET', '/exports/x/file'],
  ['GET', '/privacy'],
  ['GET', '/reminders'],
  ['PUT', '/reminders'],
  ['POST', '/privacy/opened'],
  ['POST', '/threads/x/asks'],
  ['GET', '/threads/x/asks'],
  ['GET', '/asks/mine'],
  ['GET', '/answers'],
  ['GET', '/answers/card'],
  ['GET', '/answers/preview'],
  ['PUT', '/answers'],
  ['GET', '/answers/x/receipts'],
  ['DELETE', '/answers/x'],
  ['GET', '/contacts'],
  ['POST', '/contacts'],
  ['POST', '/contacts/confirm'],
  ['DELETE', '/contacts/x'],
  ['GET', '/catalogues'],
  ['GET', '/catalogues/x/cards'],
  ['POST', '/catalogues/x/drafts'],
  ['GET', '/drafts/x'],
  ['POST', '/tickets'],
  ['POST', '/tickets/x/redeem'],
  ['GET', '/disclosures/x'],
  ['POST', '/deletions'],
  ['PUT', '/account/language'],
  ['POST', '/threads/x/messages/y/report'],
  ['GET', '/threads/x/messages/y/files/z/x'],
  ['POST', '/threads/x/uploads'],
  ['PUT', '/threads/x/uploads/y/pieces/z'],
  ['POST', '/threads/x/uploads/y/finish'],
  ['DELETE', '/threads/x/uploads/y'],
  ['GET', '/notices'],
  ['POST', '/notices/seen'],
] as const

const open = [
  'POST /session',
  'POST /session/passkey/options',
  'POST /session/passkey',
  'GET /entrance',
  'GET /tour',
  'POST /session/demo',
  'POST /recovery/code',
  'POST /recovery/mail',
  'POST /recovery/password',
  'POST /friend-links/read',
  'POST /accounts',
  'POST /accounts/claim',
]

describe('without a session', () => {
  it('the routes below are all there are', () => {
    const known = guarded.map(([method, path]) => `${method} ${path}`)
    const shaped = routes.map((route) => route.replace('/api/v1', '').replace(/:\w+/g, ':'))
    const expected = [...known, ...open].map((route) => route.replace(/\/[xyz](?=\/|$)/g, '/:'))
    expect(shaped.sort()).toEqual(expected.sort())
  })

  it.each(guarded)('%s %s needs signing in', async (method, path) => {
    const reply = await new Browser(url).send(method, path, method === 'GET' ? undefined : { nonsense: 1 })
    expect(problem(reply)).toBe('401 SIGN_IN')
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
  })

  it.each(['', 'x', 'a'.repeat(43), '../../etc', `${'a'.repeat(43)}; countersign_session=b`])(
    'a made-up cookie is nobody: %s',
    async (secret) => {
      const reply = await new Browser(url, `countersign_session=${secret}`).get('/session')
      expect(problem(reply)).toBe('401 SIGN_IN')
    },
  )

  it('a wrong password and a wrong name answer alike', async () => {
    const wrongPassword = await new Browser(url).post('/session', {
      login: world.login('ana'),
      password: 'wrong password',
    })
    const wrongName = await new Browser(url).post('/session', {
      login: 'nobody@example.org',
      password: worldPassword,
    })
    expect(problem(wrongPassword)).toBe('401 WRONG_PASSWORD')
    const { request: _, ...one } = wrongPassword.body
    const { request: __, ...two } = wrongName.body
    expect(one).toEqual(two)
    expect(wrongPassword.headers.getSetCookie()).toEqual([])
  })
})

describe('guessing', () => {
  it('is slowed for one name; other names are not locked out', async () => {
    const guess = (): Promise<Reply> =>
      new Browser(url).post('/session', { login: world.login('dora'), password: 'a guess' })
    const tries = []
    for (let i = 0; i < 31; i++) tries.push(problem(await guess()))
    expect(new Set(tries.slice(0, 30))).toEqual(new Set(['401 WRONG_PASSWORD']))
    expect(tries[30]).toBe('429 TOO_MANY')
    expect(Number((await guess()).headers.get('retry-after'))).toBeGreaterThan(500)
    expect(
      (await new Browser(url).post('/session', { login: world.login('emil'), password: worldPassword }))
        .status,
    ).toBe(200)
  })
})

describe('requests from elsewhere', () => {
  const credentials = { login: world.login('ana'), password: worldPassword }

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['a sandboxed page', { origin: 'null' }],
  ])('%s is refused', async (_, headers) => {
    expect(problem(await new Browser(url).post('/session', credentials, { headers }))).toBe(
      '403 WRONG_ORIGIN',
    )
  })

  it('no Origin and no Sec-Fetch-Site is refused', async () => {
    const response = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    })
    expect(response.status).toBe(403)
    expect(((await response.json()) as { code: string }).code).toBe('WRONG_ORIGIN')
  })

  it('a session does not help: acts from another site are refused before they are read', async () => {
    const ana = await signedInBrowser(url, world.login('ana'))
    const reply = await ana.send(
      'PUT',
      '/switch',
      { on: true },
      { headers: { origin: 'https://evil.example' } },
    )
    expect(problem(reply)).toBe('403 WRONG_ORIGIN')
    expect((await ana.get('/switch')).body).toEqual({ on: false })
  })
})

describe('signing in', () => {
  it('gives a cookie no script reads and no other site brings along', async () => {
    const reply = await new Browser(url).post('/session', {
      login: ` ${world.login('ana').toUpperCase()} `,
      password: worldPassword,
    })
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({
      person: world.people.ana,
      expires_at: new Date(clock.now() + SESSION_MS).toISOString(),
    })
    const [cookie] = reply.headers.getSetCookie()
    expect(cookie).toMatch(/^countersign_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('stores no secret, only its hash', async () => {
    const ana = await signedInBrowser(url, world.login('ana'))
    const secret = ana.cookie?.split('=')[1]
    const rows = await onServer(
      database.owner,
      async (client) => (await client.query('select * from sessions')).rows,
    )
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('makes no permission (PER-02)', async () => {
    const ana = await signedInBrowser(url, world.login('ana'))
    expect((await ana.get('/grants')).body).toEqual({ items: [], next: null })
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'NO_GRANT' })
  })

  it('ends when signing out, for that browser only', async () => {
    const one = await signedInBrowser(url, world.login('ben'))
    const two = await signedInBrowser(url, world.login('ben'))
    const { cookie } = one
    expect((await one.delete('/session')).status).toBe(204)
    expect(problem(await new Browser(url, cookie).get('/session'))).toBe('401 SIGN_IN')
    expect((await two.get('/session')).body).toMatchObject({
      id: world.people.ben,
      name: 'Ben',
      restricted: false,
    })
  })

  it('ends after thirty days, to the millisecond', async () => {
    const ana = await signedInBrowser(url, world.login('ana'))
    clock.advance(SESSION_MS - 1)
    expect((await ana.get('/session')).status).toBe(200)
    clock.advance(1)
    expect(problem(await ana.get('/session'))).toBe('401 SIGN_IN')
  })
})

describe('opening an account', () => {
  const fresh = { login: 'frida@example.org', password: 'long enough', display_name: 'Frida' }

  it.each([
    ['a short password', { ...fresh, password: 'short' }, 'password'],
    ['an unknown field', { ...fresh, test: true }, 'test'],
    ['a login with a space', { ...fresh, login: 'fri da' }, 'login'],
    ['no name', { ...fresh, display_name: '   ' }, 'display_name'],
    ['a number for a name', { ...fresh, display_name: 7 }, 'display_name'],
  ])('refuses %s and names the place', async (_, body, place) => {
    const reply = await new Browser(url).post('/accounts', body)
    expect(problem(reply)).toBe('400 BAD_REQUEST')
    expect(JSON.stringify(reply.body.errors)).toContain(place)
  })

  it('refuses a taken name and leaves nothing behind', async () => {
    const before = await count('persons')
    const reply = await new Browser(url).post('/accounts', {
      ...fresh,
      login: world.login('ana').toUpperCase(),
    })
    expect(problem(reply)).toBe('409 NAME_TAKEN')
    expect(await count('persons')).toBe(before)
  })

  it('gives one account when the same name is taken twice at once', async () => {
    const both = await Promise.all(
      [1, 2].map(() => new Browser(url).post('/accounts', { ...fresh, login: 'twice@example.org' })),
    )
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
  })

  it('signs in, and enters the key in the ledger first (design §6)', async () => {
    const frida = new Browser(url)
    const reply = await frida.post('/accounts', fresh)
    expect(reply.status).toBe(201)
    expect((await frida.get('/session')).body).toMatchObject({
      id: reply.body.person,
      name: 'Frida',
      locale: 'en',
    })
    const entries = await onServer(database.owner, async (client) => {
      const { rows } = await client.query('select kind, chain, n from entries where person_id = $1', [
        uuidOf(reply.body.person),
      ])
      return rows
    })
    expect(entries).toEqual([{ kind: 'account_opened', chain: 'self', n: '1' }])
  })
})

describe('claiming an account', () => {
  it('refuses an unknown code', async () => {
    const reply = await new Browser(url).post('/accounts/claim', {
      code: 'x',
      login: 'gil@example.org',
      password: 'long enough',
    })
    expect(problem(reply)).toBe('404 NOT_FOUND')
  })

  it('opens a shell once; then the code is worth nothing', async () => {
    const { person, code } = await invitePerson(system, { displayName: 'Gil' })
    const gil = new Browser(url)
    const claim = { code, login: 'gil@example.org', password: 'long enough' }
    expect((await gil.post('/accounts/claim', claim)).body.person).toBe(person)
    expect((await gil.get('/session')).body).toMatchObject({ name: 'Gil' })
    expect(
      problem(await new Browser(url).post('/accounts/claim', { ...claim, login: 'gil2@example.org' })),
    ).toBe('404 NOT_FOUND')
    await expect(invitePerson(system, { person })).rejects.toMatchObject({ code: 'ALREADY' })
  })

  it('lets one of two claims at once win', async () => {
    const { code } = await invitePerson(system, { displayName: 'Hana' })
    const claims = ['hana1@example.org', 'hana2@example.org'].map((login) =>
      claimAccount(system, { code, login, password: 'long enough' }),
    )
    const outcomes = await Promise.allSettled(claims)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'NOT_FOUND' },
    })
  })

  it('runs out after fourteen days', async () => {
    const { code } = await invitePerson(system, { displayName: 'Ivo' })
    clock.advance(INVITATION_MS)
    const late = claimAccount(system, { code, login: 'ivo@example.org', password: 'long enough' })
    await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a shell cannot sign in and is nobody until claimed', async () => {
    const { person } = await invitePerson(system, { displayName: 'Jun' })
    expect(await count('logins', `person_id = '${uuidOf(person)}'`)).toBe(0)
    expect(await count('persons', `person_id = '${uuidOf(person)}' and account = 'shell'`)).toBe(1)
  })
})

async function count(table: string, where = 'true'): Promise<number> {
  return onServer(database.owner, async (client) => {
    const { rows } = await client.query(`select count(*) from ${table} where ${where}`)
    return Number(rows[0].count)
  })
}
