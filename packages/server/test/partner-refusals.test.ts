// The partner API against tokens and proofs that are not right, and requests that are not understood.
import { hash, randomUUID } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Attempt, call, connect, startPlatform } from './_oauth.ts'

const platform = await startPlatform()
const { url } = platform
let attempt: Attempt
let token = ''
let key: { publicKey: CryptoKey; privateKey: CryptoKey }

beforeAll(async () => {
  const connected = await connect(platform)
  attempt = connected.attempt
  // A refreshed token is bound to the key of the refresh, which here is the test's own.
  key = await generateKeyPair('ES256', { extractable: true })
  const DPoP = client.getDPoPHandle(attempt.configuration, key as unknown as client.CryptoKeyPair)
  const refreshed = await client.refreshTokenGrant(
    attempt.configuration,
    connected.tokens.refresh_token!,
    undefined,
    { DPoP },
  )
  token = refreshed.access_token
  attempt = { ...attempt, DPoP }
})

interface Wrong {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly by?: { publicKey: CryptoKey; privateKey: CryptoKey }
}

async function proof({ claims = {}, header = {}, by = key }: Wrong = {}): Promise<string> {
  const payload = {
    jti: randomUUID(),
    htm: 'GET',
    htu: `${url}/partner/v1/threads`,
    iat: Math.floor(Date.now() / 1000),
    ath: hash('sha256', token, 'base64url'),
    ...claims,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(by.publicKey), ...header })
    .sign(by.privateKey)
}

const get = (headers: Record<string, string>, path = '/partner/v1/threads') =>
  fetch(url + path, { headers: { 'countersign-purpose': 'group_activity', ...headers } })

describe('a call is refused with 401', () => {
  it('with a token used with another key (SCP-06)', async () => {
    const thief = await generateKeyPair('ES256', { extractable: true })
    const answer = await get({ authorization: `DPoP ${token}`, dpop: await proof({ by: thief }) })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_dpop_proof"')
    expect(await answer.json()).toMatchObject({ code: 'BAD_TOKEN' })
  })

  it('without a token, with a bearer token, with a token in the address, with an unknown one', async () => {
    const dpop = await proof()
    for (const [headers, path, error] of [
      [{}, undefined, 'invalid_token'],
      [{ authorization: `Bearer ${token}`, dpop }, undefined, 'invalid_token'],
      [
        { authorization: `DPoP ${token}`, dpop },
        `/partner/v1/threads?access_token=${token}`,
        'invalid_request',
      ],
      [{ authorization: `DPoP ${token}x`, dpop }, undefined, 'invalid_token'],
    ] as const) {
      const answer = await get(headers as Record<string, string>, path)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain(`error="${error}"`)
    }
  })

  it.each<[string, Wrong]>([
    ['another method', { claims: { htm: 'POST' } }],
    ['another address', { claims: { htu: 'https://other.example/partner/v1/threads' } }],
    ['another path', { claims: { htu: 'http://localhost/partner/v1/access' } }],
    ['another token', { claims: { ath: hash('sha256', 'x', 'base64url') } }],
    ['no token', { claims: { ath: undefined } }],
    ['a minute ago', { claims: { iat: Math.floor(Date.now() / 1000) - 75 } }],
    ['a minute ahead', { claims: { iat: Math.floor(Date.now() / 1000) + 75 } }],
    ['no time', { claims: { iat: undefined } }],
    ['no id', { claims: { jti: undefined } }],
    ['an id without end', { claims: { jti: 'x'.repeat(1000) } }],
    ['another type', { header: { typ: 'JWT' } }],
    ['no key', { header: { jwk: undefined } }],
  ])('with a proof of %s', async (_, wrong) => {
    const answer = await get({ authorization: `DPoP ${token}`, dpop: await proof(wrong) })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_dpop_proof"')
  })

  it('with no proof, two, one that is broken, one with a private key', async () => {
    const good = await proof()
    const withPrivate = await proof({ header: { jwk: await exportJWK(key.privateKey) } })
    for (const dpop of ['', `${good}, ${await proof()}`, `${good.slice(0, -4)}AAAA`, withPrivate]) {
      const answer = await get({ authorization: `DPoP ${token}`, ...(dpop && { dpop }) })
      expect(answer.status).toBe(401)
    }
    expect((await get({ authorization: `DPoP ${token}`, dpop: good })).status).toBe(200)
  })

  it('with a proof used before, also when both arrive at once', async () => {
    const dpop = await proof()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => get({ authorization: `DPoP ${token}`, dpop })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(7)
  })
})

describe('a call is refused with its code', () => {
  it.each([
    ['without a purpose', null, 400, 'PURPOSE_REQUIRED'],
    ['for another purpose', 'share_content', 403, 'PURPOSE_MISMATCH'],
    ['for a purpose that does not exist', 'ads', 403, 'PURPOSE_MISMATCH'],
  ])('%s', async (_, purpose, status, code) => {
    const answer = await call(platform, attempt, token, '/partner/v1/threads', { purpose })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
    expect(answer.headers.get('countersign-decision')).toMatch(/^decision_/)
  })

  it.each([
    ['?limit=0', 400, 'BAD_REQUEST'],
    ['?limit=201', 400, 'BAD_REQUEST'],
    ['?limit=ten', 400, 'BAD_REQUEST'],
    ['?limit=1&limit=2', 400, 'BAD_REQUEST'],
    ['?everything=yes', 400, 'BAD_REQUEST'],
    ['?fields=thread.secret', 400, 'BAD_REQUEST'],
    ['?fields=', 400, 'BAD_REQUEST'],
    ['?cursor=nonsense', 400, 'BAD_CURSOR'],
    ['?fields=member.name', 403, 'NOT_GRANTED'],
  ])('GET threads%s', async (query, status, code) => {
    const answer = await call(platform, attempt, token, `/partner/v1/threads${query}`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it("a thread that is none, or is another partner's word for one, or has an id of ours: all the same", async () => {
    for (const id of ['x', platform.thread, platform.elsewhere]) {
      const answer = await call(platform, attempt, token, `/partner/v1/threads/${id}/messages`)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND'])
    }
  })

  it('a HEAD request, which would be entered and answered with nothing', async () => {
    const answer = await call(platform, attempt, token, '/partner/v1/threads', { method: 'HEAD' })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.headers.get('countersign-decision')).toBeNull()
  })
})

describe('a draft', () => {
  const song = { type: 'song', title: 'Song', artist: 'Singer', link: 'https://jukebox.example/1' }
  const send = (body: object, more: object = {}) =>
    call(platform, attempt, token, '/partner/v1/drafts', {
      method: 'POST',
      purpose: 'share_content',
      body,
      ...more,
    })

  it('is refused without the power to write, and nothing is kept', async () => {
    const answer = await send({ card: song })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      403,
      'VERB_NOT_GRANTED',
    ])
    expect((await platform.system.app.query('select from drafts')).rowCount).toBe(0)
  })

  it('waits on the share sheet when the power is held; nothing may hide who it comes through (WRT-02)', async () => {
    const details = [
      {
        type: 'countersign_feature',
        feature: 'songs',
        purpose: 'share_content',
        actions: ['messages.write'],
      },
    ]
    const { attempt: mine, tokens } = await connect(platform, ['share_content/messages.write'], details)
    const post = (body: object, path = '/partner/v1/drafts') =>
      call(platform, mine, tokens.access_token, path, { method: 'POST', purpose: 'share_content', body })
    for (const [body, path, status, code] of [
      [{ card: { ...song, hide_label: true } }, undefined, 400, 'BAD_REQUEST'],
      [{ card: song, silent: true }, undefined, 400, 'BAD_REQUEST'],
      [{ card: song }, '/partner/v1/drafts?label=none', 400, 'BAD_REQUEST'],
      [{ card: { ...song, link: 'http://jukebox.example/1' } }, undefined, 400, 'BAD_REQUEST'],
      [{ card: { ...song, type: 'film' } }, undefined, 400, 'BAD_REQUEST'],
      [{ card: { ...song, title: 'x'.repeat(20_000) } }, undefined, 413, 'TOO_LARGE'],
    ] as const) {
      const answer = await post(body, path)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
    }
    const made = await post({ card: song })
    expect(made.status).toBe(201)
    expect(made.headers.get('countersign-decision')).toMatch(/^decision_/)
    const draft = (await made.json()) as { draft: string; share_url: string; expires_at: string }
    expect(draft.share_url).toBe(`${url}/share/${draft.draft}`)
    expect(Date.parse(draft.expires_at)).toBeGreaterThan(Date.now())
    const access = await call(platform, mine, tokens.access_token, '/partner/v1/access', { purpose: null })
    const { powers, delivery_key } = (await access.json()) as { powers: object[]; delivery_key: string }
    expect(powers).toContainEqual(
      expect.objectContaining({ purpose: 'share_content', verbs: ['messages.write'], state: 'held' }),
    )
    expect(delivery_key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
})

describe('powers given back', () => {
  it('are ended for good, and listed as ended', async () => {
    const { attempt: mine, tokens } = await connect(platform)
    const access = '/partner/v1/access'
    expect((await call(platform, mine, tokens.access_token, access, { method: 'DELETE' })).status).toBe(204)
    expect((await call(platform, mine, tokens.access_token, access, { method: 'DELETE' })).status).toBe(204)
    const listed = (await (await call(platform, mine, tokens.access_token, access)).json()) as {
      powers: { state: string }[]
    }
    expect(listed.powers.every(({ state }) => state === 'ended')).toBe(true)
    const read = await call(platform, mine, tokens.access_token, '/partner/v1/threads')
    expect(await read.json()).toMatchObject({ code: 'WITHDRAWN' })
  })
})
