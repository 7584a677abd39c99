// What a partner who wants more tries with tokens of its own, another's and none, and does not get.
import { hash, randomUUID } from 'node:crypto'
import { connect as openSocket } from 'node:net'
import { onServer } from '@countersign/testkit'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { registerPartner } from '../src/acts/register-partner.ts'
import { createHttp } from '../src/http/server.ts'
import { partnerRoutes } from '../src/partners/routes.ts'
import { actionOf, Browser, filled } from './_browser.ts'
import {
  allow,
  begin,
  call,
  configured,
  connect,
  offers,
  password,
  readDetails,
  redeem,
  redirectUri,
  screenAt,
  startPlatform,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { system, url, keys } = platform
const threads = [platform.thread]

/** A token whose key the test holds, so that every part of a proof can be wrong. */
async function ownKeyed() {
  const pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const configuration = await configured(platform)
  const attempt = await begin(platform, readDetails, {}, configuration, pair)
  const browser = new Browser(url)
  const end = await allow(browser, await toScreen(browser, attempt.url), {
    choices: ['group_activity/threads.list'],
    threads,
  })
  const token = (await redeem(attempt, end.url)).access_token
  const jwk = await exportJWK(pair.publicKey)
  const proof = (htu: string): Promise<string> =>
    new SignJWT({ jti: randomUUID(), htm: 'GET', htu, ath: hash('sha256', token, 'base64url') })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt()
      .sign(pair.privateKey)
  return { token, proof }
}

/** One request as these bytes, answered by its status line and body. */
function bytes(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = openSocket(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
  let answer = ''
  socket.on('data', (chunk) => {
    answer += String(chunk)
  })
  socket.on('end', () => resolve(answer)).on('error', reject)
  return promise
}

describe('a proof made for another server', () => {
  it.each([
    ['in the request line', 'http://evil.example/partner/v1/threads', null],
    ['in the Host header', '/partner/v1/threads', 'evil.example'],
    ['nowhere in the request', '/partner/v1/threads', null],
  ])('does not open this one with that server %s (SCP-06)', async (_, target, host) => {
    const { token, proof } = await ownKeyed()
    const send = async (htu: string): Promise<string> =>
      bytes([
        `GET ${target} HTTP/1.1`,
        `host: ${host ?? new URL(url).host}`,
        'connection: close',
        'countersign-purpose: group_activity',
        `authorization: DPoP ${token}`,
        `dpop: ${await proof(htu)}`,
      ])
    const answer = await send('http://evil.example/partner/v1/threads')
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
    expect(answer).not.toContain('"items"')
    if (target.startsWith('/')) expect(await send(`${url}/partner/v1/threads`)).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('calls without end', () => {
  it('are counted together, whatever they ask for and whether they are understood', async () => {
    const http = createHttp(system.log, system.random)
    await partnerRoutes(http, system, { callsPerMinute: 3 })
    const { token, proof } = await ownKeyed()
    const get = async (path: string): Promise<number> => {
      const headers = { authorization: `DPoP ${token}`, dpop: await proof(`${url}${path}`) }
      return (await http.inject({ method: 'GET', url: path, headers })).statusCode
    }
    expect(await get('/partner/v1/access')).toBe(200)
    expect(await get('/partner/v1/threads')).toBe(400)
    expect(await get('/partner/v1/threads?nonsense=1')).toBe(400)
    expect(await get('/partner/v1/threads/thr_x/messages')).toBe(429)
    expect(await get('/partner/v1/access')).toBe(429)
    await http.close()
  })
})

describe('another partner', () => {
  it('learns nothing of a token that is not its own, and ends, refreshes and redeems none', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true })
    const rival = await registerPartner(system, {
      slug: 'rival',
      name: 'Rival',
      homepage: 'https://rival.example',
      client: {
        redirect_uris: ['http://localhost:4798/callback'],
        jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' } as never] },
      },
      features: [declared('songs', {})],
    })
    const theirs = await configured({ url, partner: rival, keys: pair })
    const { attempt, tokens } = await connect(platform)
    expect(await client.tokenIntrospection(theirs, tokens.access_token)).toEqual({ active: false })
    expect(await client.tokenIntrospection(theirs, tokens.refresh_token!)).toEqual({ active: false })
    await client.tokenRevocation(theirs, tokens.refresh_token!)
    await expect(
      client.refreshTokenGrant(theirs, tokens.refresh_token!, undefined, attempt),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(200)
    const begun = await begin(platform, readDetails)
    const browser = new Browser(url)
    const pushed = new URL(begun.url)
    pushed.searchParams.set('client_id', rival.client)
    expect((await browser.open(pushed.href)).status).toBe(400)
    const end = await allow(browser, await toScreen(browser, begun.url), {
      choices: ['group_activity/threads.list'],
      threads,
    })
    await expect(redeem({ ...begun, configuration: theirs }, end.url)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})

describe('a token', () => {
  it('is refreshed for what was granted and for nothing else', async () => {
    const { attempt, tokens } = await connect(platform)
    const wider = JSON.stringify([
      { ...readDetails[0], actions: ['threads.list', 'messages.read', 'members.see'] },
    ])
    for (const [more, error] of [
      [{ authorization_details: wider }, 'invalid_authorization_details'],
      [{ scope: 'openid offline_access' }, 'invalid_scope'],
      [{ resource: 'https://evil.example' }, 'invalid_target'],
    ] as const)
      await expect(
        client.refreshTokenGrant(attempt.configuration, tokens.refresh_token!, more, attempt),
      ).rejects.toMatchObject({ error })
  })

  it('is for what was pushed, whatever the address of the browser says beside it', async () => {
    const { url: pushed } = await begin(platform, readDetails)
    pushed.searchParams.set('redirect_uri', 'https://evil.example/')
    pushed.searchParams.set(
      'authorization_details',
      JSON.stringify([{ ...readDetails[0], actions: ['members.see'] }]),
    )
    const browser = new Browser(url)
    const screen = await toScreen(browser, pushed)
    expect(screen.text).not.toContain('group_activity/members.see')
    const end = await allow(browser, screen, { choices: ['group_activity/threads.list'], threads })
    expect(end.url.startsWith(redirectUri)).toBe(true)
  })
})

describe('an address to return to', () => {
  it.each([
    `${redirectUri}/`,
    `${redirectUri}?x=1`,
    `${redirectUri}#`,
    ` ${redirectUri}`,
    'http://LOCALHOST:4799/callback',
    'http://localhost.:4799/callback',
    'http://127.0.0.1:4799/callback',
    'http://localhost:4800/callback',
    'http://localhost:4799/%63allback',
    'http://localhost:4799/a/../callback',
    'http://localhost:4799@evil.example/callback',
    'http://localhost:4799/callback\\@evil.example',
  ])('is the registered one, letter by letter, and not %j', async (variant) => {
    await expect(begin(platform, readDetails, { redirect_uri: variant })).rejects.toMatchObject({
      error: 'invalid_request',
    })
  })
})

describe('a draft that hides or reorders what people read', () => {
  it.each([
    ['a NUL', { title: 'a\0b' }],
    ['half a character', { title: '\ud800' }],
    ['nothing to see', { title: '\u200b' }],
    ['a title that turns its direction', { title: '\u202eevoL' }],
    ['a second line', { artist: 'The Tides\nSent through Bank' }],
    ['the name of another site', { link: 'https://spotify.com@evil.example/' }],
    ['a NUL in its link', { link: 'https://jukebox.example/\0' }],
    ['a link that turns its direction', { link: 'https://jukebox.example/\u202e3pm' }],
  ])('is the partner’s mistake: %s', async (_, change) => {
    const share = [{ ...readDetails[0], purpose: 'share_content', actions: ['messages.write'] }]
    const { attempt, tokens } = await connect(platform, ['share_content/messages.write'], share)
    const song = { type: 'song', title: 'Blue Ferry', artist: 'The Tides', link: 'https://jukebox.example/1' }
    const answer = await call(platform, attempt, tokens.access_token, '/partner/v1/drafts', {
      method: 'POST',
      purpose: 'share_content',
      body: { card: { ...song, ...change } },
    })
    expect(answer.status).toBe(400)
    expect((await system.app.query('select from drafts')).rowCount).toBe(0)
  })
})

describe('drafts without end', () => {
  it('leave the newest twenty for a person to confirm, and none that ran out', async () => {
    const share = [{ ...readDetails[0], purpose: 'share_content', actions: ['messages.write'] }]
    const { attempt, tokens } = await connect(platform, ['share_content/messages.write'], share)
    const propose = async (title: string): Promise<number> => {
      const card = { type: 'song', title, artist: 'The Tides', link: 'https://jukebox.example/1' }
      const options = { method: 'POST', purpose: 'share_content', body: { card } }
      return (await call(platform, attempt, tokens.access_token, '/partner/v1/drafts', options)).status
    }
    const titles = async (): Promise<readonly string[]> =>
      (
        await system.app.query<{ title: string }>(
          `select card->>'title' as title from drafts order by made_at, draft_id`,
        )
      ).rows.map(({ title }) => title)
    for (let i = 1; i <= 22; i++) expect(await propose(`Song ${i}`)).toBe(201)
    expect(await titles()).toEqual(Array.from({ length: 20 }, (_, i) => `Song ${i + 3}`))
    await onServer(platform.database.owner, (db) => db.query('update drafts set expires_at = 1'))
    await propose('The last')
    expect(await titles()).toEqual(['The last'])
  })
})

describe('what a call leaves in the database', () => {
  it('is in the ledger no word, name or purpose of anybody’s own making, and nowhere a token (REC-01)', async () => {
    const { attempt, tokens, callback } = await connect(platform)
    const purpose = 'ana@example.org-wrote'
    await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    await call(platform, attempt, tokens.access_token, '/partner/v1/threads', { purpose })
    const { ledger, everything } = await onServer(platform.database.owner, async (db) => {
      const tables = await db.query(
        `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      )
      const texts = new Map<string, string>()
      for (const { table_name: name } of tables.rows) {
        const { rows } = await db.query(`select row_to_json(t)::text as row from ${name} t`)
        texts.set(name, rows.map(({ row }) => row).join('\n'))
      }
      return { ledger: texts.get('entries') ?? '', everything: [...texts.values()].join('\n') }
    })
    expect(ledger).toContain('"kind":"decision"')
    for (const word of ['Friday', 'Example', purpose, password]) expect(ledger).not.toContain(word)
    const code = new URL(callback).searchParams.get('code')!
    for (const secret of [tokens.access_token, tokens.refresh_token!, code, password])
      expect(everything).not.toContain(secret)
  })
})

describe('a feature that offers less, or ends, between its request and the answer', () => {
  it('is said to the person as that, not as our failure, and gives nothing', async () => {
    const atScreen = new Browser(url)
    const screen = await toScreen(atScreen, (await begin(platform, readDetails)).url)
    const atSignIn = new Browser(url)
    const signIn = await atSignIn.open((await begin(platform, readDetails)).url.href)
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1' } as never
    const less = { offers: offers.slice(0, 1), review_id: 'review-2' }
    await registerPartner(system, {
      slug: 'jukebox',
      name: 'Jukebox',
      homepage: 'https://jukebox.example',
      client: { redirect_uris: [redirectUri], jwks: { keys: [jwk] } },
      features: [declared('songs', less), declared('other', less)],
    })
    const answered = await allow(atScreen, screen, { choices: ['group_activity/messages.read'], threads })
    const shown = await screenAt(
      atSignIn,
      await atSignIn.submit(actionOf(signIn), filled(signIn, ['login', 'ana'], ['password', password])),
    )
    for (const page of [answered, shown]) {
      expect(page.status).toBe(422)
      expect(page.text).toContain('The feature does not offer that.')
    }
  })
})

function declared(slug: string, more: object) {
  return {
    slug,
    start_at: Date.UTC(2014, 0, 1),
    offers,
    harvest_budget: 1_000,
    term_days: 90,
    texts: { en: { name: 'Songs of your group', summary: 'Shows the songs your group talks about.' } },
    review_id: 'review-1',
    ...more,
  }
}
