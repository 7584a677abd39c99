// Link cards: asked once, by the server, of providers the operator named; nothing points it inward, and no reader asks.
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import sharp from 'sharp'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { firstLink } from '../src/acts/keep-link-card.ts'
import { copyPicture } from '../src/outbound/picture.ts'
import { parseProviders } from '../src/outbound/providers.ts'
import { openOutside } from './_outside.ts'
import { type Browser, signedInBrowser } from './_people-browser.ts'

const list = [
  {
    provider_name: 'Films',
    provider_url: 'https://films.example/',
    endpoints: [
      {
        schemes: ['https://films.example/watch*', 'https://*.films.example/*', 'http://old.example/*'],
        url: 'https://films.example/oembed.{format}',
      },
    ],
  },
]
const parsed = parseProviders(JSON.stringify(list))
const linkProviders = parsed.ok ? parsed.value : []

const outside = await openOutside()
afterAll(() => outside.close())
const { system, url, database, clock } = await testServer({
  outbound: { network: outside.network, localPorts: [] },
  linkProviders,
})
const world = await makeWorld(system, clock)
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const picture = await sharp({ create: { width: 1_600, height: 900, channels: 3, background: '#357' } })
  .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
  .jpeg()
  .toBuffer()

const page = {
  version: '1.0',
  type: 'video',
  title: 'A  ferry\nat dawn',
  author_name: 'Ella',
  thumbnail_url: 'https://cdn.films.example/1.jpg',
  html: '<iframe src="https://films.example/embed"></iframe>',
}
beforeEach(() => {
  outside.hosts.clear()
  outside.names.clear()
  outside.received.length = 0
  answerWith(page)
  outside.hosts.set('cdn.films.example', (_, response) =>
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture),
  )
})

function answerWith(body: unknown, status = 200): void {
  outside.hosts.set('films.example', (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  )
}
const say = async (text: string): Promise<string> => {
  const sent = await ana.post(`/threads/${world.thread}/messages`, { text })
  expect([sent.status, sent.body.text]).toEqual([201, text])
  return sent.body.id
}
const pageOf = async (path: string, who: Browser = ben): Promise<Response> =>
  fetch(`${url}${path}`, { headers: { cookie: who.cookie ?? '' } })
const seen = async (message: string, who: Browser = ben) =>
  (await who.get(`/threads/${world.thread}/messages/${message}`)).body
const pictureIn = ({ link_card }: Awaited<ReturnType<typeof seen>>): string => link_card?.picture ?? ''
const rows = async (): Promise<number> =>
  onServer(database.owner, async (client) =>
    Number((await client.query('select count(*) from link_cards')).rows[0].count),
  )

describe('a link of a provider the operator named', () => {
  it('becomes a card beside the person’s own words; the provider hears the link and nothing else', async () => {
    const message = await seen(await say('Look: https://films.example/watch?v=1.'))
    expect(message).toMatchObject({
      text: 'Look: https://films.example/watch?v=1.',
      link_card: { link: 'https://films.example/watch?v=1', title: 'A ferry at dawn' },
      via: null,
    })
    expect(JSON.stringify(message)).not.toMatch(/iframe|cdn\.films/)
    expect(
      outside.received.map(({ host, url: path, headers }) => [host, path, Object.keys(headers).sort()]),
    ).toEqual([
      [
        'films.example',
        `/oembed.json?url=${encodeURIComponent('https://films.example/watch?v=1')}&format=json&maxwidth=640&maxheight=640`,
        ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
      ],
      ['cdn.films.example', '/1.jpg', ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']],
    ])
    outside.received.length = 0
    await seen(await say('no link'))
    expect(outside.received).toEqual([])
  })

  it('shows a copy of the picture: sized, without what was written in it, to members alone', async () => {
    const address = pictureIn(await seen(await say('https://films.example/watch?v=2')))
    const got = await pageOf(address)
    expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    const bytes = Buffer.from(await got.arrayBuffer())
    expect(bytes.includes('SECRET-PLACE')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 640, height: 360 })
    expect((await fetch(`${url}${address}`, { redirect: 'manual' })).status).toBe(401)
    expect((await pageOf(address.replace(/.{43}$/, 'A'.repeat(43)))).status).toBe(404)
    clock.advance(1_000)
    await ben.delete(`/threads/${world.thread}/members/me`)
    expect((await pageOf(address)).status).toBe(200)
    const after = pictureIn(await seen(await say('https://films.example/watch?v=3'), ana))
    expect((await pageOf(after, ana)).status).toBe(200)
    expect((await pageOf(after)).status).toBe(404)
  })

  it('is gone with the words it stood beside', async () => {
    const before = await rows()
    const edited = await say('https://films.example/watch?v=4')
    const deleted = await say('https://films.example/watch?v=5')
    expect(await rows()).toBe(before + 2)
    await ana.send('PATCH', `/threads/${world.thread}/messages/${edited}`, { text: 'never mind' })
    await ana.delete(`/threads/${world.thread}/messages/${deleted}`)
    expect(await rows()).toBe(before)
  })

  it('is not kept for words that went while its provider was asked', async () => {
    const before = await rows()
    const messages = `/threads/${world.thread}/messages`
    const statuses: number[] = []
    for (const [n, change] of [
      [6, (id: string) => ana.send('PATCH', `${messages}/${id}`, { text: 'never mind' })],
      [7, (id: string) => ana.delete(`${messages}/${id}`)],
    ] as const) {
      const text = `https://films.example/watch?v=${n}`
      const meanwhile = async (): Promise<void> => {
        const { items } = (await ana.get(messages)).body
        const { status } = await change(items.find((one: { text: string }) => one.text === text).id)
        statuses.push(status)
      }
      outside.hosts.set('films.example', (_, response) => {
        void meanwhile().then(() =>
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page)),
        )
      })
      await ana.post(messages, { text })
    }
    expect(statuses).toEqual([200, 204])
    expect(await rows()).toBe(before)
  })
})

describe('words with a link and nothing more', () => {
  it.each([
    ['another host', 'https://other.example/watch?v=1'],
    ['a host that ends alike', 'https://evilfilms.example/watch?v=1'],
    ['a host that begins alike', 'https://films.example.evil.example/watch'],
    ['a name in front', 'https://films.example@evil.example/watch'],
    ['another port', 'https://films.example:8443/watch?v=1'],
    ['no https', 'http://old.example/watch'],
    ['this machine', 'https://127.0.0.1/watch'],
  ])('is what a link with %s stays; nobody is asked', async (_, link) => {
    expect((await seen(await say(`Look ${link}`), ana)).link_card).toBeNull()
    expect(outside.received).toEqual([])
  })

  it.each([
    ['the provider’s name leads inward', () => void outside.names.set('films.example', [['127.0.0.1']])],
    [
      'it sends elsewhere inward',
      () =>
        void outside.hosts.set('films.example', (_, response) =>
          response.writeHead(302, { location: 'https://169.254.169.254/latest' }).end(),
        ),
    ],
    ['it answers an error', () => answerWith(page, 500)],
    ['it answers no title', () => answerWith({ ...page, title: undefined })],
    ['its title hides something', () => answerWith({ ...page, title: 'A\u202eferry' })],
  ])('is what it stays when %s', async (_, arrange) => {
    arrange()
    expect(await seen(await say('https://films.example/watch?v=9'), ana)).not.toContain('link-card')
  })

  it.each([
    ['leads inward', 'https://inward.films.example/1.jpg'],
    ['is on this machine', 'http://localhost:4747/'],
    ['is a text', 'data:image/png;base64,AAAA'],
    ['is no picture', 'https://films.example/watch'],
  ])('comes without the picture when that %s', async (_, address) => {
    outside.names.set('inward.films.example', [['10.0.0.1']])
    answerWith({ ...page, thumbnail_url: address })
    const { link_card } = await seen(await say('https://films.example/watch?v=9'), ana)
    expect(link_card).toMatchObject({ title: 'A ferry at dawn', picture: null })
  })
})

describe('a picture', () => {
  it.each(['png', 'webp', 'gif'] as const)('in %s is copied', async (format) => {
    const bytes = await sharp({ create: { width: 20, height: 10, channels: 4, background: '#3578' } })
      [format]()
      .toBuffer()
    expect(await sharp(await copyPicture(bytes)).metadata()).toMatchObject({ format: 'webp', width: 20 })
  })

  it('that is a drawing, a document, cut off, or a bomb is not', async () => {
    const bomb = await sharp({ create: { width: 6_000, height: 5_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(200_000)
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    for (const bytes of [
      bomb,
      Buffer.from(drawing),
      Buffer.from('%PDF-1.7'),
      picture.subarray(0, 900),
      Buffer.alloc(0),
    ])
      expect(await copyPicture(bytes)).toBeUndefined()
  })
})

describe('the list of providers', () => {
  const mistakeIn = (change: unknown) =>
    parseProviders(typeof change === 'string' ? change : JSON.stringify(change))
  it.each([
    ['no JSON', '{'],
    ['no list', {}],
    [
      'an endpoint without https',
      [{ ...list[0], endpoints: [{ schemes: ['https://a.example/*'], url: 'http://a.example/' }] }],
    ],
    [
      'every site there is',
      [{ ...list[0], endpoints: [{ schemes: ['https://*/*'], url: 'https://a.example/' }] }],
    ],
    [
      'a whole top-level domain',
      [{ ...list[0], endpoints: [{ schemes: ['https://*.example/*'], url: 'https://a.example/' }] }],
    ],
  ])('is refused with %s', (_, change) => expect(mistakeIn(change).ok).toBe(false))

  it('is matched host by host', () => {
    const [films] = linkProviders
    expect(films?.matches('https://a.films.example/x')).toBe(true)
    expect(films?.matches('https://films.example/other')).toBe(false)
    expect(films?.endpoint).toBe('https://films.example/oembed.json')
  })
})

it.each([
  ['see (https://a.example/b).', 'https://a.example/b'],
  ['https://A.example', 'https://a.example/'],
  ['nothing', undefined],
  ['https://', undefined],
])('the first link of %j is %j', (text, link) => expect(firstLink(text)).toBe(link))
