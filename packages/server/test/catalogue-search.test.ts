// Searching a company's catalogue from a thread: the company learns the query and nothing else, and words only its own cards.
import { createPublicKey } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { systemNetwork } from '../src/outbound/network.ts'
import { openLocal, type Received } from './_outside.ts'
import { type Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const song = { type: 'song', title: 'Golden Hour', artist: 'The Five', link: 'https://tunes.example/1' }
let answer = (response: ServerResponse): unknown =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: [song] }))
const usual = answer
const catalogue = await openLocal((_request, response) => void answer(response))
afterAll(() => catalogue.close())

const searchUrl = `http://localhost:${catalogue.port}/search`
const { system, url, world, clock } = await peopleServer({
  outbound: { network: systemNetwork, localPorts: [catalogue.port] },
})
const offers = [
  { purpose: 'share_content', verb: 'messages.write', fields: [] },
  { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text'] },
] as const
const tunes = await world.partner('tunes', offers, { catalogue: searchUrl })
const canWrite = { purpose: 'share_content', verbs: ['messages.write'], threads: [], partner: tunes } as const
const grant = await world.grant('ana', canWrite)
const bensGrant = await world.grant('ben', canWrite)
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))

beforeEach(() => {
  catalogue.received.length = 0
  answer = usual
})

const search = (who: Browser, under: { id: string }, query = 'golden') =>
  who.get(`/catalogues/${under.id}/cards?q=${encodeURIComponent(query)}`)

describe('a catalogue', () => {
  it('is open to who lets the company send cards, and to nobody else', async () => {
    const dora = await signedInBrowser(url, world.login('dora'))
    expect((await dora.get('/catalogues')).body).toEqual({ items: [] })
    expect(problem(await search(dora, grant))).toBe('404 NOT_FOUND')
    expect(problem(await search(ben, grant))).toBe('404 NOT_FOUND')
    const reading = await world.grant('dora', { partner: tunes })
    expect((await dora.get('/catalogues')).body).toEqual({ items: [] })
    expect(problem(await search(dora, reading))).toBe('404 NOT_FOUND')
    expect(catalogue.received).toEqual([])
    expect((await ana.get('/catalogues')).body.items).toEqual([
      { grant: grant.id, partner: { id: tunes.partner, name: 'Tunes' }, feature: 'Group songs' },
    ])
  })

  it('closes with the permission and with the master switch, before anything is sent (COP-05)', async () => {
    const emil = await signedInBrowser(url, world.login('emil'))
    const given = await world.grant('emil', canWrite)
    await emil.put('/switch', { on: true })
    expect(problem(await search(emil, given))).toBe('404 NOT_FOUND')
    await emil.put('/switch', { on: false })
    expect((await search(emil, given)).status).toBe(200)
    await world.withdraw('emil', given.id)
    expect(problem(await search(emil, given))).toBe('404 NOT_FOUND')
    expect(catalogue.received).toHaveLength(1)
  })
})

describe('what the company receives', () => {
  const without = ({ headers, rawHeaders, ...rest }: Received) => ({
    ...rest,
    headers: { ...headers, authorization: '' },
    names: rawHeaders.filter((_, i) => i % 2 === 0),
  })

  it('is the query, and the same from whoever and wherever', async () => {
    await search(ana, grant, '  golden\n hour’s & more ')
    await search(ben, bensGrant, 'golden hour’s & more')
    const [first, second] = catalogue.received.map(without)
    expect(first).toEqual(second)
    expect(first).toEqual({
      method: 'GET',
      host: `localhost:${catalogue.port}`,
      url: `/search?q=${encodeURIComponent('golden hour’s & more')}`,
      body: '',
      headers: {
        host: `localhost:${catalogue.port}`,
        connection: 'close',
        authorization: '',
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'Countersign',
      },
      names: expect.any(Array),
    })
  })

  it('is signed by this platform, for this catalogue, for a minute, and names nobody', async () => {
    await search(ana, grant)
    await search(ana, grant)
    const tokens = catalogue.received.map(({ headers }) => String(headers['authorization']).slice(7))
    const [token = '', other = ''] = tokens
    const [key] = system.keys.oauthJwks.keys
    const published = createPublicKey({ key: key ?? {}, format: 'jwk' })
    const { payload } = await jwtVerify(token, published, {
      issuer: url,
      audience: searchUrl,
      typ: 'countersign-catalogue+jwt',
      currentDate: new Date(clock.now()),
    })
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti'])
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
    expect(decodeJwt(other).jti).not.toBe(payload.jti)
    expect(Object.keys(decodeProtectedHeader(token)).sort()).toEqual(['alg', 'kid', 'typ'])
  })

  it('is nothing at all of picking, sending and reading what it sent', async () => {
    const { items } = (await search(ana, grant)).body
    catalogue.received.length = 0
    const { body: draft } = await ana.post(`/catalogues/${grant.id}/drafts`, { pick: items[0].pick })
    const { body: ticket } = await ana.post('/tickets', { draft: draft.id, thread: world.thread })
    const sent = await ana.post(`/tickets/${ticket.id}/redeem`, { card_hash: ticket.card_hash })
    expect(sent.body).toMatchObject({ kind: 'card', card: song, via: { label: 'Sent through Tunes' } })
    expect((await ben.get(`/threads/${world.thread}/messages?limit=1`)).body.items[0].card).toEqual(song)
    expect(catalogue.received).toEqual([])
  })
})

describe('a company’s answer', () => {
  const json = (body: unknown, status = 200) => {
    answer = (response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  it.each([
    ['a card with a picture', { items: [{ ...song, cover: 'https://tunes.example/1.gif' }] }],
    ['a card with a token in its link', { items: [{ ...song, link: `${song.link}?t=ana` }] }],
    ['something beside the cards', { items: [song], next: 'https://tunes.example/more' }],
    ['eleven cards', { items: Array(11).fill(song) }],
    ['no cards', {}],
    ['no JSON', 'text'],
  ])('of %s is not shown', async (_, body) => {
    json(body)
    expect(problem(await search(ana, grant))).toBe('502 CATALOGUE')
  })

  it('of another status, another type, a redirect or too much is not shown', async () => {
    json({ items: [song] }, 503)
    expect(problem(await search(ana, grant))).toBe('502 CATALOGUE')
    for (const [status, headers, body] of [
      [200, { 'content-type': 'text/html' }, JSON.stringify({ items: [song] })],
      [302, { location: 'http://localhost/' }, ''],
      [200, { 'content-type': 'application/json' }, `{"items":[]${' '.repeat(256 * 1024)}}`],
    ] as const) {
      answer = (response) => response.writeHead(status, headers).end(body)
      expect(problem(await search(ana, grant))).toBe('502 CATALOGUE')
    }
  })

  it('of nothing found is an empty list', async () => {
    json({ items: [] })
    expect((await search(ana, grant)).body).toEqual({ items: [] })
  })
})

describe('a query', () => {
  it.each(['', ' ', 'x'.repeat(101)])('of %j is refused and not sent', async (query) => {
    expect(problem(await search(ana, grant, query))).toBe('400 BAD_REQUEST')
    expect(catalogue.received).toEqual([])
  })
})

describe('a pick (WRT-02)', () => {
  const pickOf = async (who = ana, under = grant): Promise<string> =>
    (await search(who, under)).body.items[0].pick
  const post = (pick: string, who = ana, under: { id: string } = grant) =>
    who.post(`/catalogues/${under.id}/drafts`, { pick })

  it('is a card the company words: none of the person’s own', async () => {
    const bytes = Buffer.from(await pickOf(), 'base64url')
    const forged = Buffer.from(bytes.toString('latin1').replace('Golden', 'Silver'), 'latin1')
    expect(problem(await post(forged.toString('base64url')))).toBe('400 BAD_REQUEST')
    expect(problem(await post(''))).toBe('400 BAD_REQUEST')
  })

  it('is for who was shown it, under the same permission, for ten minutes', async () => {
    const pick = await pickOf()
    expect(problem(await post(pick, ben, bensGrant))).toBe('400 BAD_REQUEST')
    expect(problem(await post(pick, ana, bensGrant))).toBe('400 BAD_REQUEST')
    clock.advance(10 * 60_000)
    expect(problem(await post(pick))).toBe('403 TICKET')
  })
})

it('questions are limited: thirty a minute', async () => {
  const statuses = []
  for (let i = 0; i < 31; i++) statuses.push((await search(ana, grant)).status)
  expect(statuses.at(-1)).toBe(429)
})
