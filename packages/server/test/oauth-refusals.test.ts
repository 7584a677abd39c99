// What the authorization server must refuse, with the right code: the profile's negative cases.
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { grantsOfPerson } from '../src/store/grants.ts'
import { Browser } from './_browser.ts'
import {
  allow,
  begin,
  call,
  configured,
  connect,
  readDetails,
  redeem,
  redirectUri,
  startPlatform,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { system, url, partner, keys, ana } = platform
const threads = [platform.thread]

/** A client assertion made by hand, so that each part can be wrong. */
function assertion(claims: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ iss: partner.client, sub: partner.client, aud: url, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(keys.privateKey)
}

async function post(path: string, parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { method: 'POST', body: new URLSearchParams(parameters), headers })
  return {
    status: response.status,
    body: (await response.json()) as { error?: string; error_description?: string },
  }
}

async function authenticated(parameters: Record<string, string>, claims?: Record<string, unknown>) {
  return {
    client_id: partner.client,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(claims),
    ...parameters,
  }
}

const request = {
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

describe('a pushed request is refused', () => {
  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with a challenge of no method', { code_challenge_method: undefined }, 'invalid_request'],
    [
      'to an address that is not registered',
      { redirect_uri: 'http://localhost:4799/other' },
      'invalid_request',
    ],
    ['without an address', { redirect_uri: undefined }, 'invalid_request'],
    ['for a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['for a scope that does not exist', { scope: 'openid email' }, null],
    [
      'for another resource',
      { resource: 'https://other.example', authorization_details: JSON.stringify(readDetails) },
      'invalid_target',
    ],
  ] as const)('%s', async (_, change, error) => {
    const parameters = { ...request, ...change }
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
    const { status, body } = await post('/oauth/par', await authenticated(given as Record<string, string>))
    // An unknown scope is left out rather than refused (RFC 6749 §3.3); no scope but ours ever gives anything.
    if (error === null) expect(status).toBe(201)
    else expect([status, body.error]).toEqual([400, error])
  })

  it.each([
    ['for the token endpoint instead of the issuer', { aud: `${url}/oauth/token` }],
    ['for several audiences', { aud: [url, 'https://other.example'] }],
    ['of another client', { iss: 'client_other' }],
    ['without an id', { jti: undefined }],
  ])('with an assertion %s', async (_, claims) => {
    const { status, body } = await post('/oauth/par', await authenticated(request, claims))
    expect([status, body.error]).toEqual([401, 'invalid_client'])
  })

  it('with an assertion used before, also when both arrive at once', async () => {
    const same = await authenticated(request)
    expect((await post('/oauth/par', same)).status).toBe(201)
    expect((await post('/oauth/par', same)).body.error).toBe('invalid_client')
    const again = await authenticated(request)
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/oauth/par', again)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.every(({ status }) => status < 500)).toBe(true)
  })

  it('with a secret, with a key that is not registered, without any proof of who asks', async () => {
    expect(
      (await post('/oauth/par', { ...request, client_id: partner.client, client_secret: 'x' })).status,
    ).toBe(401)
    const basic = { authorization: `Basic ${btoa(`${partner.client}:x`)}` }
    expect((await post('/oauth/par', request, basic)).status).toBe(401)
    expect((await post('/oauth/par', { ...request, client_id: partner.client })).status).toBe(401)
    const stranger = await configured(
      platform,
      client.PrivateKeyJwt({ key: (await client.randomDPoPKeyPair('ES256')).privateKey, kid: 'k1' }),
    )
    await expect(begin(platform, readDetails, {}, stranger)).rejects.toMatchObject({
      error: 'invalid_client',
    })
  })
})

describe('authorization details are refused', () => {
  const ask = (change: object) => [{ ...readDetails[0], ...change }]
  it.each([
    ["of a feature that is not this partner's", ask({ feature: 'nothing' }), 'not one of this partner'],
    [
      'of two features',
      [...readDetails, ...ask({ feature: 'other', purpose: 'share_content', actions: ['messages.write'] })],
      'one feature',
    ],
    [
      'with a power that is not offered',
      ask({ actions: ['messages.delete'] }),
      'messages.delete for group_activity is not offered',
    ],
    [
      'with a power of another purpose',
      ask({ actions: ['messages.write'] }),
      'messages.write for group_activity is not offered',
    ],
    ['for a purpose that does not exist', ask({ purpose: 'business purposes' }), 'is not a purpose'],
    [
      'with a field that is not offered',
      ask({ datatypes: ['thread.title', 'message.text', 'message.reactions'] }),
      'message.reactions',
    ],
    ['with a power and no field of it', ask({ datatypes: ['thread.title'] }), 'without any field'],
    [
      'with a purpose twice',
      [...readDetails, ...ask({ actions: ['members.see'] })],
      'a purpose is there twice',
    ],
    ['with nothing to do', ask({ actions: [] }), 'actions'],
    ['with words nobody reads', ask({ until: 'forever' }), 'until'],
    ['of another type', ask({ type: 'payment_initiation' }), 'unsupported'],
  ])('%s', async (_, details, why) => {
    const refused = await begin(platform, details).catch((error: unknown) => error)
    expect(refused).toMatchObject({ error: 'invalid_authorization_details' })
    expect((refused as client.ResponseBodyError).error_description).toContain(why)
  })
})

describe('an authorization', () => {
  it('is not begun without pushing it, nor twice with one push', async () => {
    const browser = new Browser(url)
    const direct = new URL('/oauth/authorize', url)
    for (const [name, value] of Object.entries({ ...request, client_id: partner.client }))
      direct.searchParams.set(name, value)
    const page = await browser.open(direct.href)
    // The address is registered, so the client is told; nobody is asked anything.
    expect(page.url).toContain('error=invalid_request')
    const attempt = await begin(platform, readDetails)
    const screen = await toScreen(browser, attempt.url)
    await allow(browser, screen, { choices: ['group_activity/threads.list'], threads })
    const again = await browser.open(attempt.url.href)
    expect(again.text).toContain('invalid_request_uri')
  })

  it('shows its screen to the browser it began in only', async () => {
    const mine = new Browser(url)
    const screen = await toScreen(mine, (await begin(platform, readDetails)).url)
    const other = await new Browser(url).open(screen.url)
    expect(other.status).toBe(410)
    expect(other.text).toContain('This request is over.')
    expect(other.text).not.toContain('Friday')
  })
})

describe('a code', () => {
  it('used twice is refused, and ends all it gave: tokens and permission', async () => {
    const { attempt, callback, tokens } = await connect(platform)
    await expect(redeem(attempt, callback)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(401)
    await expect(
      client.refreshTokenGrant(attempt.configuration, tokens.refresh_token!, undefined, attempt),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await grantsOfPerson(system.app, ana))[0]).toMatchObject({ state: 'withdrawn' })
  })

  it('of 5, each redeemed 8 times at once, succeeds once, and then all tokens are dead', async () => {
    const attempts = []
    for (let i = 0; i < 5; i++) {
      const attempt = await begin(platform, readDetails)
      const browser = new Browser(url)
      const end = await allow(browser, await toScreen(browser, attempt.url), {
        choices: ['group_activity/threads.list'],
        threads,
      })
      attempts.push({ attempt, callback: end.url })
    }
    const tries = attempts.flatMap(({ attempt, callback }) =>
      Array.from({ length: 8 }, () =>
        redeem(attempt, callback).then(
          (tokens) => ({ attempt, tokens }),
          (error: unknown) => ({ error }),
        ),
      ),
    )
    const ends = await Promise.all(tries)
    const won = ends.flatMap((end) => ('tokens' in end ? [end] : []))
    expect(won).toHaveLength(5)
    expect(new Set(won.map(({ attempt }) => attempt)).size).toBe(5)
    for (const end of ends) if ('error' in end) expect(end.error).toMatchObject({ error: 'invalid_grant' })
    for (const { attempt, tokens } of won)
      expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(401)
  })

  it('is no use with another verifier or another key', async () => {
    const attempt = await begin(platform, readDetails)
    const browser = new Browser(url)
    const end = await allow(browser, await toScreen(browser, attempt.url), {
      choices: ['group_activity/threads.list'],
      threads,
    })
    const other = { ...attempt, verifier: client.randomPKCECodeVerifier() }
    await expect(redeem(other, end.url)).rejects.toMatchObject({ error: 'invalid_grant' })
    // It was begun with this key, so no other can end it (RFC 9449 §10).
    const key = client.getDPoPHandle(attempt.configuration, await client.randomDPoPKeyPair('ES256'))
    await expect(redeem({ ...attempt, DPoP: key }, end.url)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('gives no token without a DPoP proof', async () => {
    const attempt = await begin(platform, readDetails)
    const browser = new Browser(url)
    const end = await allow(browser, await toScreen(browser, attempt.url), {
      choices: ['group_activity/threads.list'],
      threads,
    })
    const code = new URL(end.url).searchParams.get('code')!
    const parameters = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: attempt.verifier,
    }
    const { status, body } = await post('/oauth/token', await authenticated(parameters))
    expect([status, body.error]).toEqual([400, 'invalid_grant'])
  })
})

describe('a token request', () => {
  it('cannot ask for more than was granted, at redemption or refresh', async () => {
    const wider = JSON.stringify([
      { ...readDetails[0], actions: ['threads.list', 'messages.read', 'members.see'] },
    ])
    const { attempt, tokens } = await connect(platform, ['group_activity/threads.list'])
    await expect(
      client.refreshTokenGrant(
        attempt.configuration,
        tokens.refresh_token!,
        { authorization_details: wider },
        attempt,
      ),
    ).rejects.toMatchObject({ error: 'invalid_authorization_details' })
    const same = JSON.stringify(tokens.authorization_details)
    const refreshed = await client.refreshTokenGrant(
      attempt.configuration,
      tokens.refresh_token!,
      { authorization_details: same },
      attempt,
    )
    expect(refreshed.authorization_details).toEqual(tokens.authorization_details)
    const next = await begin(platform, readDetails)
    const browser = new Browser(url)
    const end = await allow(browser, await toScreen(browser, next.url), {
      choices: ['group_activity/threads.list'],
      threads,
    })
    await expect(
      client.authorizationCodeGrant(
        next.configuration,
        new URL(end.url),
        { expectedState: next.state, pkceCodeVerifier: next.verifier },
        { authorization_details: wider },
        { DPoP: next.DPoP },
      ),
    ).rejects.toMatchObject({ error: 'invalid_authorization_details' })
  })
})

describe('who reads the database', () => {
  it('finds no code, token, cookie or password to use', async () => {
    const { attempt, browser, tokens, callback } = await connect(platform)
    await browser.open((await begin(platform, readDetails)).url.href)
    const { rows } = await system.app.query<{ all: string }>(
      `select (select coalesce(string_agg(m::text, ' '), '') from oauth_models m) ||
         (select coalesce(string_agg(s::text, ' '), '') from sessions s) ||
         (select string_agg(l::text, ' ') from logins l) as all`,
    )
    const text = rows[0]!.all
    const secrets = [
      tokens.access_token,
      tokens.refresh_token!,
      new URL(callback).searchParams.get('code')!,
      attempt.url.searchParams.get('request_uri')!.split(':').at(-1)!,
      ...['/', '/oauth', '/interaction/x']
        .flatMap((path) => browser.cookiesFor(path))
        .map(({ value }) => value)
        .filter((v) => v.length > 15),
      'correct horse',
    ]
    expect(secrets.length).toBeGreaterThan(6)
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  })
})
