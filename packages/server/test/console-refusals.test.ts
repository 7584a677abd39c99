// Who is refused at the console: strangers, other companies' people, developers where an owner is needed, other sites.
import { newId, type PartnerId } from '@countersign/protocol'
import { makeWorld, testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { makeTestPeople } from '../src/acts/make-test-people.ts'
import { consoleRoutes } from '../src/console/index.ts'
import { createHttp } from '../src/http/server.ts'
import { type ConsoleBrowser, company, keyPair, somebody } from './_console.ts'
import { problem } from './_people-browser.ts'

const server = await testServer()
const { system, url } = server
const world = await makeWorld(system, server.clock)
const [owner, developer, other] = await Promise.all(
  ['owner', 'developer', 'other'].map((login) => somebody(server, login)),
)
if (owner === undefined || developer === undefined || other === undefined) throw new Error('nobody came')
const partner = (await owner.at.post('/partners', company('tunes'))).body.partner as PartnerId
const others = (await other.at.post('/partners', company('films'))).body.partner as PartnerId
const { code } = (await owner.at.post(`/partners/${partner}/invitations`, { role: 'developer' })).body
await developer.at.post('/joins', { code })
const { people: tests } = await makeTestPeople(system, { partner, person: owner.person })

const listed: { method: string; path: string }[] = []
const http = createHttp(system.log, system.random)
http.addHook('onRoute', ({ method, url: path }) => {
  for (const one of [method].flat()) if (one !== 'HEAD') listed.push({ method: one, path })
})
await consoleRoutes(http, system)
await http.close()
const routes = listed.map(({ method, path }) => ({
  method,
  path: path
    .replace(':partner', partner)
    .replace(':person', tests[0] ?? '')
    .replace(':invitation', '0'.repeat(64))
    .replace(':feature', world.jukebox.feature)
    .replace(':verb', 'messages.read')
    .replace(':event', newId('event', 1, new Uint8Array(10)))
    .replace(/:\w+/, 'x'),
}))
const companys = routes.filter(({ path }) => path.includes(partner))

async function ask(method: string, path: string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(`${url}${path}`, { method, headers, redirect: 'manual' })
  return { status: response.status, to: response.headers.get('location'), text: await response.text() }
}

describe('every route', () => {
  it('is one of those tried here', () => {
    expect(routes.length).toBeGreaterThan(30)
    expect(companys.length).toBeGreaterThan(25)
  })

  it.each(routes)('$method $path is shut for who is not signed in', async ({ method, path }) => {
    const said = await ask(method, path, { origin: url, accept: 'application/json' })
    const page = method === 'GET' && !path.startsWith('/console/api/')
    expect(said.status).toBe(page ? 303 : 401)
    if (page) expect(said.to).toMatch(/^\/sign-in\?next=/)
  })

  it.each(routes.filter(({ method }) => method !== 'GET'))(
    '$method $path is shut for another site',
    async ({ method, path }) => {
      const cookie = owner.at.cookie ?? ''
      for (const origin of ['https://evil.example', 'null'])
        expect((await ask(method, path, { origin, cookie })).status).toBe(403)
      expect((await ask(method, path, { cookie })).status).toBe(403)
    },
  )
})

describe('another company’s people', () => {
  it.each(companys)('find nothing at $method $path', async ({ method, path }) => {
    const api = path.startsWith('/console/api/')
    const headers = {
      origin: url,
      cookie: other.at.cookie ?? '',
    }
    const body = bodyOf(method, path)
    const given =
      body === undefined ? {} : { body: api ? JSON.stringify(body) : new URLSearchParams(asForm(body)) }
    const type = api ? 'application/json' : 'application/x-www-form-urlencoded'
    const query = method === 'DELETE' && path.endsWith('/keys') ? '?kid=one' : ''
    const response = await fetch(`${url}${path}${query}`, {
      method,
      redirect: 'manual',
      headers: body === undefined ? headers : { ...headers, 'content-type': type },
      ...given,
    })
    expect([path, response.status]).toEqual([path, 404])
  })

  it('are told the same of a company that is not there', async () => {
    const none = partner.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    const [real, unreal] = [
      await other.at.get(`/partners/${partner}`),
      await other.at.get(`/partners/${none}`),
    ]
    const { request: _a, ...first } = real.body
    const { request: _b, ...second } = unreal.body
    expect(first).toEqual(second)
  })

  it('cannot take another company’s invitation back, nor join with its hash', async () => {
    await owner.at.post(`/partners/${partner}/invitations`, { role: 'owner' })
    const { items } = (await owner.at.get(`/partners/${partner}/invitations`)).body
    const name = items[0].invitation
    expect(problem(await other.at.delete(`/partners/${others}/invitations/${name}`))).toBe('404 NOT_FOUND')
    expect(problem(await other.at.post('/joins', { code: name }))).toBe('404 NOT_FOUND')
    expect((await owner.at.get(`/partners/${partner}/invitations`)).body.items).toHaveLength(items.length)
  })
})

describe('a developer', () => {
  it.each([
    ['POST', '/invitations', { role: 'owner' }],
    ['PUT', `/staff/${owner.person}`, { role: 'developer' }],
    ['PUT', `/staff/${developer.person}`, { role: 'owner' }],
    ['DELETE', `/staff/${owner.person}`, undefined],
    ['PATCH', '', { name: 'Mine', homepage: 'https://mine.example' }],
    ['DELETE', `/invitations/${'0'.repeat(64)}`, undefined],
  ])('may not %s %s', async (method, path, body) => {
    expect(problem(await developer.at.send(method, `/partners/${partner}${path}`, body))).toBe(
      '403 NOT_ALLOWED',
    )
  })

  it('may upload a key and make test people', async () => {
    const added = await developer.at.post(`/partners/${partner}/keys`, { keys: [keyPair('dev').publicJwk] })
    expect(added.status).toBe(200)
  })
})

describe('acting as a test person (OVR-02)', () => {
  const acting = (at: ConsoleBrowser, of: string, person: string) =>
    at.send('PUT', `/partners/${of}/test_people/${person}/acting`)

  it('is not possible for anybody real, another company’s test person, or somebody else’s company', async () => {
    const [test] = tests
    for (const person of [world.people.ana, owner.person, developer.person, other.person])
      expect(problem(await acting(owner.at, partner, person))).toBe('404 NOT_FOUND')
    expect(problem(await acting(other.at, others, test ?? ''))).toBe('404 NOT_FOUND')
    expect(problem(await acting(other.at, partner, test ?? ''))).toBe('404 NOT_FOUND')
    expect((await other.elsewhere.get('/session')).body.id).toBe(other.person)
  })

  it('ends at once for who leaves, and never turns into acting as oneself', async () => {
    const { code: invited } = (await owner.at.post(`/partners/${partner}/invitations`, { role: 'developer' }))
      .body
    const leaver = await somebody(server, 'leaver')
    await leaver.at.post('/joins', { code: invited })
    expect((await acting(leaver.at, partner, tests[0] ?? '')).status).toBe(204)
    expect((await leaver.elsewhere.get('/session')).body.id).toBe(tests[0])
    // What somebody does as a test person is never done to their own account, nor to one that has no ways in.
    for (const path of ['/sessions', '/passkeys'])
      expect(problem(await leaver.elsewhere.get(path))).toBe('403 NOT_ALLOWED')
    for (const path of ['/passkeys/options', '/sessions/end-others', '/session/proof/options'])
      expect(problem(await leaver.elsewhere.post(path))).toBe('403 NOT_ALLOWED')
    await owner.at.delete(`/partners/${partner}/staff/${leaver.person}`)
    expect(problem(await leaver.elsewhere.get('/session'))).toBe('401 SIGN_IN')
    expect(problem(await leaver.elsewhere.post('/threads', {}))).toBe('401 SIGN_IN')
    expect((await leaver.at.delete('/acting')).status).toBe(204)
    expect((await leaver.elsewhere.get('/session')).body.id).toBe(leaver.person)
  })

  it('lets a test person meet nobody but the company’s other test people', async () => {
    const [one, two] = tests
    await acting(owner.at, partner, one ?? '')
    const { ana } = world.people
    const groups = [[ana], [two, ana]]
    for (const members of groups)
      expect(problem(await owner.elsewhere.post('/threads', { kind: 'group', members }))).toBe(
        '404 NOT_FOUND',
      )
    expect(problem(await owner.elsewhere.post('/friends', { person: ana }))).toBe('404 NOT_FOUND')
    const mine = await owner.elsewhere.post('/threads', { kind: 'group', members: [two] })
    expect(problem(await owner.elsewhere.post(`/threads/${mine.body.id}/members`, { person: ana }))).toBe(
      '404 NOT_FOUND',
    )
    const foreign = await makeTestPeople(system, { partner: others, person: other.person })
    expect(
      problem(await owner.elsewhere.post('/threads', { kind: 'group', members: [foreign.people[0]] })),
    ).toBe('404 NOT_FOUND')
    await owner.at.delete('/acting')
    for (const members of [[two], [ana, two]])
      expect(problem(await owner.elsewhere.post('/threads', { kind: 'group', members }))).toBe(
        '404 NOT_FOUND',
      )
  })

  it('leaves the console its own person’s, and signing out ends both', async () => {
    await acting(developer.at, partner, tests[1] ?? '')
    expect((await developer.at.get('/partners')).body.items).toHaveLength(1)
    expect((await developer.elsewhere.delete('/session')).status).toBe(204)
    expect(problem(await developer.at.get('/partners'))).toBe('401 SIGN_IN')
  })
})

function bodyOf(method: string, path: string): Readonly<Record<string, unknown>> | undefined {
  if (method === 'GET' || method === 'DELETE' || path.endsWith('/acting')) return undefined
  if (/\/(role|staff\/[^/]+|invitations)$/.test(path)) return { role: 'developer' }
  if (path.endsWith('/client/keys')) return { keys: '{}' }
  if (path.endsWith('/keys')) return { keys: [keyPair('x').publicJwk] }
  if (path.endsWith('/remove-key')) return { kid: 'one' }
  if (path.endsWith('/redirects')) return { redirect_uris: 'https://a.example' }
  if (path.endsWith('/redirect_uris')) return { redirect_uris: ['https://a.example'] }
  if (path.endsWith('/end')) return path.startsWith('/console/api/') ? { at: null } : { day: '' }
  if (/\/manifest(\/check)?$/.test(path)) return { text: 'slug: tunes' }
  if (path.endsWith('/give-back')) return { feature: world.jukebox.feature, verb: 'messages.read' }
  if (/\/webhook(\/address)?$/.test(path) && method !== 'DELETE') return { url: 'https://a.example/events' }
  if (path.endsWith('/deliveries/replay')) return { event: 'event_x', state: '' }
  if (path.endsWith('/act')) return { person: tests[0] }
  if (path.endsWith(partner)) return { name: 'Mine', homepage: 'https://mine.example' }
  return path.startsWith('/console/api/') ? undefined : {}
}

const asForm = (body: Readonly<Record<string, unknown>>) =>
  Object.entries(body).map(([name, value]): [string, string] => [name, String(value)])
