// How the authorization server is run: behind TLS, as several servers on one database, for a long time, against guessers.
import { freePort } from '@countersign/testkit'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { listen } from '../src/main.ts'
import { systemClock } from '../src/ports/clock.ts'
import { deleteExpiredProofs, rememberProof } from '../src/store/dpop-proofs.ts'
import { deleteExpiredModels, findModel, saveModel } from '../src/store/oauth-models.ts'
import { actionOf, Browser, filled } from './_browser.ts'
import {
  allow,
  begin,
  call,
  configured,
  password,
  readDetails,
  redeem,
  startPlatform,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { url, system } = platform

describe('two servers on one database', () => {
  it('are one: every step may reach either', async () => {
    const { system: other } = await platform.second()
    const port = await freePort()
    const { close } = await listen(other, { host: 'localhost', port })
    const servers = [url, `http://localhost:${port}`]
    let turn = 0
    const next = (): string => servers[turn++ % 2]!
    const configuration = await configured(platform)
    configuration[client.customFetch] = (address, options) =>
      fetch(new URL(new URL(address).pathname, next()), options as RequestInit)
    for (let i = 0; i < 2; i++) {
      turn += i
      const attempt = await begin(platform, readDetails, {}, configuration)
      const browser = new Browser(url, next)
      const screen = await toScreen(browser, attempt.url)
      const end = await allow(browser, screen, {
        choices: ['group_activity/threads.list'],
        threads: [platform.thread],
      })
      const tokens = await redeem(attempt, end.url)
      for (const _ of servers)
        expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(200)
      await expect(redeem(attempt, end.url)).rejects.toMatchObject({ error: 'invalid_grant' })
      expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(401)
    }
    await close()
  })
})

describe('behind TLS', () => {
  it('every cookie is Secure, whatever the request says of itself', async () => {
    const issuer = 'https://countersign.example'
    const tls = await startPlatform({ clock: systemClock, publicUrl: issuer })
    const configuration = await configured({ ...tls, url: issuer }, undefined, tls.url)
    const attempt = await begin(tls, readDetails, {}, configuration)
    expect(attempt.url.href).toMatch(/^https:\/\/countersign\.example\/oauth\/authorize\?/)
    const { pathname, search } = attempt.url
    const answer = await fetch(tls.url + pathname + search, {
      redirect: 'manual',
      headers: { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' },
    })
    expect(answer.headers.get('location')).toMatch(/^\/interaction\//)
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(2)
    for (const cookie of cookies) expect(cookie).toMatch(/; secure; httponly/i)
  })
})

describe('discovery', () => {
  it('says what the profile is, at both addresses alike', async () => {
    const [openid, oauth] = await Promise.all(
      ['openid-configuration', 'oauth-authorization-server'].map(async (name) =>
        (await fetch(`${url}/.well-known/${name}`)).json(),
      ),
    )
    expect(openid).toEqual(oauth)
    expect(openid).toMatchObject({
      issuer: url,
      require_pushed_authorization_requests: true,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      authorization_details_types_supported: ['countersign_feature'],
      authorization_response_iss_parameter_supported: true,
      claims_supported: expect.arrayContaining(['sub']),
    })
    expect(openid).not.toHaveProperty('registration_endpoint')
    const jwks = await (await fetch((openid as { jwks_uri: string }).jwks_uri)).text()
    expect(jwks).toContain('"kid"')
    expect(jwks).not.toContain('"d"')
  })
})

describe('what has run out', () => {
  it('is swept, and what has not is kept', async () => {
    const row = { model: 'AccessToken', payload: {}, oauthGrant: null, uid: null }
    await saveModel(system.app, { ...row, id: 'old', expiresAt: 1_000 })
    await saveModel(system.app, { ...row, id: 'new', expiresAt: 3_000 })
    await rememberProof(system.app, system.settings.logId, 'proof', 1_000)
    expect(await deleteExpiredModels(system.app, 2_000)).toBe(1)
    expect(await findModel(system.app, 'AccessToken', 'new')).toBeDefined()
    expect(await deleteExpiredProofs(system.app, 2_000)).toBe(1)
    await deleteExpiredModels(system.app, 4_000)
  })
})

describe('guessing a password', () => {
  it('ends after thirty tries for one name, and nobody else is locked out', async () => {
    const browser = new Browser(url)
    const page = await browser.open((await begin(platform, readDetails)).url.href)
    const statuses = []
    for (let i = 0; i < 32; i++)
      statuses.push(
        (await browser.submit(actionOf(page), filled(page, ['login', ' BEN '], ['password', `guess ${i}`])))
          .status,
      )
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401))
    expect(statuses.slice(30)).toEqual([429, 429])
    const other = await browser.submit(actionOf(page), filled(page, ['login', 'ana'], ['password', password]))
    expect(other.text).toContain('id="app"')
  })
})
