// What pages of other sites may read: the partner API and a client's own endpoints, and nothing that a cookie opens.
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { openSession } from '../src/acts/session.ts'
import { everyRoom } from './_every-room.ts'
import { call, connect, redirectUri, startPlatform } from './_oauth.ts'

const evil = 'https://evil.example'
const room = await everyRoom()
const { secret } = await openSession(room.system, room.world.people.ana)

/** Where a client proves itself by its key. */
const ofClients = ['/oauth/par', '/oauth/token', '/oauth/revoke']
/** Public documents, and what says no before it knows whose client asks. */
const ofOauth = [
  ...ofClients,
  '/oauth/introspect',
  '/oauth/userinfo',
  '/oauth/jwks',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
]
const isPartnerApi = (path: string) => path.startsWith('/partner/v1/')

/** What a page of another site, opened by somebody who is signed in here, would be allowed. */
async function asked(method: string, path: string, more: Record<string, string> = {}) {
  const answer = await fetch(room.url + path.replaceAll(/:\w+|\*/g, 'x'), {
    method,
    redirect: 'manual',
    headers: { origin: evil, cookie: `countersign_session=${secret}`, ...more },
  })
  await answer.body?.cancel()
  return [...answer.headers].filter(([name]) => name.startsWith('access-control-'))
}

const preflight = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization, dpop, countersign-purpose',
}

describe('a page of another site', () => {
  it('is told nothing by any address of people, of companies’ consoles or of the screens, and never sends a cookie', async () => {
    const opened = { read: new Set<string>(), preflight: new Set<string>() }
    const names = new Set<string>()
    for (const { method, path } of room.routes) {
      const [read, before] = [await asked(method, path), await asked('OPTIONS', path, preflight)]
      if (read.length > 0) opened.read.add(path)
      if (before.length > 0) opened.preflight.add(path)
      for (const [name] of [...read, ...before]) names.add(name)
    }
    expect(names).toContain('access-control-allow-origin')
    expect(names).not.toContain('access-control-allow-credentials')
    const others = (paths: Set<string>) => [...paths].filter((path) => !isPartnerApi(path)).sort()
    expect(others(opened.read)).toEqual([...ofOauth].sort())
    expect(others(opened.preflight)).toEqual([...ofClients].sort())
    const partner = room.routes.filter(({ path }) => isPartnerApi(path) && !path.endsWith('*'))
    expect(partner.filter(({ path }) => !opened.read.has(path) || !opened.preflight.has(path))).toEqual([])
    expect(partner.length).toBeGreaterThan(8)
    expect(room.routes.length).toBeGreaterThan(100)
  }, 60_000)

  it('may ask the partner API, and reads what it says, with the headers a client needs and no others', async () => {
    expect(await asked('OPTIONS', '/partner/v1/threads', preflight)).toEqual(
      Object.entries({
        'access-control-allow-headers':
          'authorization, content-type, countersign-purpose, dpop, last-event-id',
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'countersign-decision, date, retry-after, www-authenticate',
        'access-control-max-age': '7200',
      }),
    )
    const refused = await fetch(`${room.url}/partner/v1/threads`, { headers: { origin: evil } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  })
})

const platform = await startPlatform()

it('a page reads what is permitted too, whichever way it is sent', async () => {
  const { attempt, tokens } = await connect(platform)
  for (const path of ['/partner/v1/threads', '/partner/v1/access']) {
    const answer = await call(platform, attempt, tokens.access_token, path)
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect(answer.headers.get('access-control-expose-headers')).toContain('countersign-decision')
  }
})

describe('a client’s key (SCP-06)', () => {
  const { url, partner, keys } = platform

  async function push(origin: string | null) {
    const assertion = await new SignJWT({
      iss: partner.client,
      sub: partner.client,
      aud: url,
      jti: randomUUID(),
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(keys.privateKey)
    const answer = await fetch(`${url}/oauth/par`, {
      method: 'POST',
      headers: origin === null ? {} : { origin },
      body: new URLSearchParams({
        client_id: partner.client,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      }),
    })
    return [answer.status, answer.headers.get('access-control-allow-origin')]
  }

  it.each([
    'https://evil.example',
    'null',
    'http://localhost:4798',
    'https://localhost:4799',
    'http://localhost:4799.evil.example',
  ])('opens nothing for a page of %s', async (origin) => {
    expect(await push(origin)).toEqual([400, null])
  })

  it('opens the client’s endpoints for a page where its redirect address is, and for what is no page', async () => {
    expect(await push('http://localhost:4799')).toEqual([201, 'http://localhost:4799'])
    expect((await push(null))[0]).toBe(201)
  })
})
