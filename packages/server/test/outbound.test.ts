// The one way out, over real connections: whoever chooses an address cannot point the server inward, drown or hold it.
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemNetwork } from '../src/outbound/network.ts'
import {
  createOutbound,
  type Outbound,
  type OutboundPost,
  type OutboundRequest,
} from '../src/outbound/outbound.ts'
import { inwardAnswers, refusedAddresses } from './_inward.ts'
import { type Outside, openLocal, openOutside, PUBLIC_ADDRESS } from './_outside.ts'

let outside: Outside
let local: Awaited<ReturnType<typeof openLocal>>
let outbound: Outbound
beforeAll(async () => {
  outside = await openOutside()
  local = await openLocal((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: 'https://partner.example/' }).end()
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('inside')
  })
})
beforeEach(() => {
  outside.hosts.clear()
  outside.names.clear()
  for (const list of [outside.received, outside.asked, outside.dialled, local.received]) list.length = 0
  outside.hosts.set('partner.example', (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('{"a":1}'),
  )
  outbound = createOutbound({ network: outside.network, localPorts: [] })
})
afterAll(() => {
  outside.close()
  local.close()
})

const send = (url: string, more: Partial<OutboundRequest> = {}, way = outbound) =>
  way.send({
    url,
    accept: ['application/json', 'text/plain'],
    maxBytes: 1_000,
    timeoutMs: 3_000,
    redirects: 0,
    ...more,
  })

const failure = async (...args: Parameters<typeof send>) => {
  const sent = await send(...args)
  return sent.ok ? sent.value : sent.error
}

describe('pointed inward', () => {
  it('refuses an address of this machine or by number without asking anybody', async () => {
    for (const url of [
      `http://localhost:${local.port}/`,
      `http://127.0.0.1:${local.port}/`,
      'https://[::1]/',
    ])
      expect(await failure(url)).toBe('ADDRESS_REFUSED')
    expect([outside.asked, outside.dialled, local.received]).toEqual([[], [], []])
  })

  it.each([
    ['loopback', ['127.0.0.1']],
    ['a private range', ['10.1.2.3']],
    ['the place where clouds keep their secrets', ['169.254.169.254']],
    ['IPv6 loopback', ['::1']],
    ['a private address inside an IPv6 one', ['::ffff:192.168.1.1']],
    ['one private address among public ones', [PUBLIC_ADDRESS, '192.168.0.1']],
    ['a public address and IPv6 link-local', [PUBLIC_ADDRESS, 'fe80::1']],
  ])('refuses a name that leads to %s, and opens no connection', async (_, addresses) => {
    outside.names.set('partner.example', [addresses])
    expect(await failure('https://partner.example/')).toBe('ADDRESS_REFUSED')
    expect(outside.dialled).toEqual([])
  })

  it('asks once and connects to what was checked: a name that changes its mind changes nothing', async () => {
    outside.names.set('partner.example', [[PUBLIC_ADDRESS], ['127.0.0.1']])
    expect(await failure('https://partner.example/')).toMatchObject({ status: 200 })
    expect(outside.asked).toEqual(['partner.example'])
    expect(outside.dialled).toEqual([[PUBLIC_ADDRESS]])
    expect(await failure('https://partner.example/')).toBe('ADDRESS_REFUSED')
    expect(outside.dialled).toHaveLength(1)
  })

  it('the machine’s own network goes to the addresses given, whatever the name says', async () => {
    const connect = systemNetwork.connectTo(['127.0.0.1'])
    const opened = await new Promise((resolve) => {
      const options = { hostname: 'name.invalid', protocol: 'http:', port: String(local.port) }
      connect(options, (error, socket) => {
        resolve(error ?? socket?.remoteAddress)
        socket?.destroy()
      })
    })
    expect(opened).toBe('127.0.0.1')
  })
})

describe('a redirect', () => {
  const redirectTo = (location: string | undefined, status = 302) =>
    outside.hosts.set('partner.example', (_, response) =>
      response.writeHead(status, location === undefined ? {} : { location }).end(),
    )

  it.each([301, 302, 303, 307, 308, 300])(
    'of status %i is an error where none is followed',
    async (status) => {
      redirectTo('https://other.example/', status)
      expect(await failure('https://partner.example/')).toBe('REDIRECT_REFUSED')
      expect(outside.received.map(({ host }) => host)).toEqual(['partner.example'])
    },
  )

  it.each([
    'http://partner.example/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://user@other.example/',
    'https://other.example:8443/',
    'file:///etc/passwd',
    '//169.254.169.254/latest/meta-data',
  ])('to %s is refused like a first address', async (location) => {
    redirectTo(location)
    expect(await failure('https://partner.example/', { redirects: 3 })).toBe('ADDRESS_REFUSED')
  })

  it('does not lead to this machine, not even to a port that is open to us', async () => {
    const open = createOutbound({ network: outside.network, localPorts: [local.port] })
    redirectTo(`http://localhost:${local.port}/`)
    expect(await failure('https://partner.example/', { redirects: 3 }, open)).toBe('ADDRESS_REFUSED')
    expect(local.received).toEqual([])
  })

  it('to a name that leads inward is refused', async () => {
    outside.names.set('inner.example', [['10.0.0.1']])
    redirectTo('https://inner.example/')
    expect(await failure('https://partner.example/', { redirects: 3 })).toBe('ADDRESS_REFUSED')
    expect(outside.dialled).toEqual([[PUBLIC_ADDRESS]])
  })

  it('is followed three times and no further, without our headers', async () => {
    outside.hosts.set('partner.example', ({ url }, response) => {
      const step = Number(url.slice(1))
      if (step === 3) response.writeHead(200, { 'content-type': 'text/plain' }).end('there')
      else response.writeHead(302, { location: `/${step + 1}` }).end()
    })
    const headers = { authorization: 'secret' }
    expect(await failure('https://partner.example/0', { redirects: 3, headers })).toMatchObject({
      status: 200,
    })
    expect(outside.received.map((one) => one.headers['authorization'])).toEqual([
      'secret',
      undefined,
      undefined,
      undefined,
    ])
    expect(await failure('https://partner.example/0', { redirects: 2 })).toBe('REDIRECT_REFUSED')
  })

  it('to nowhere is refused', async () => {
    for (const location of [undefined, 'https://']) {
      redirectTo(location)
      expect(await failure('https://partner.example/', { redirects: 3 })).toBe('REDIRECT_REFUSED')
    }
  })
})

describe('an answer', () => {
  const answer = (headers: Record<string, string>, ...chunks: string[]) =>
    outside.hosts.set('partner.example', (_, response) => {
      response.writeHead(200, headers)
      for (const chunk of chunks) response.write(chunk)
      response.end()
    })
  const json = { 'content-type': 'application/json' }

  it('that says it is too large is cut before it comes', async () => {
    answer({ ...json, 'content-length': '1001' }, 'x'.repeat(1_001))
    expect(await failure('https://partner.example/')).toBe('TOO_LARGE')
  })

  it('that turns out too large is cut on the way', async () => {
    outside.hosts.set('partner.example', (_, response) => {
      response.writeHead(200, json)
      const more = setInterval(() => response.write('x'.repeat(400)), 1)
      response.on('close', () => clearInterval(more))
    })
    expect(await failure('https://partner.example/')).toBe('TOO_LARGE')
  })

  it('of just the size is taken whole', async () => {
    answer(json, 'x'.repeat(600), 'y'.repeat(400))
    const sent = await send('https://partner.example/')
    expect(sent.ok && Buffer.from(sent.value.body).toString()).toBe('x'.repeat(600) + 'y'.repeat(400))
  })

  it('with headers without end is cut', async () => {
    answer({ ...json, 'x-long': 'x'.repeat(20_000) }, '{}')
    expect(await failure('https://partner.example/')).toBe('TOO_LARGE')
  })

  it.each([
    ['another type', { 'content-type': 'text/html' }],
    ['no type', {}],
    ['a type with a taken one inside', { 'content-type': 'text/html;application/json' }],
    ['a compressed body', { ...json, 'content-encoding': 'gzip' }],
  ])('of %s is refused', async (_, headers) => {
    answer(headers, '{}')
    expect(await failure('https://partner.example/')).toBe('WRONG_TYPE')
  })

  it.each([
    ['never begins', ''],
    ['stops half way', '{'],
  ])('that %s is given up when its time is over', async (_, begun) => {
    outside.hosts.set('partner.example', (_request, response) => {
      if (begun !== '') response.writeHead(200, json).write(begun)
    })
    expect(await failure('https://partner.example/', { timeoutMs: 150 })).toBe('TOO_SLOW')
  })

  it('that drips one byte at a time gets no more time than any other', async () => {
    outside.hosts.set('partner.example', (_, response) => {
      response.writeHead(200, json)
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await failure('https://partner.example/', { timeoutMs: 200 })).toBe('TOO_SLOW')
  })

  it('of a host with a certificate nobody vouches for, or none at all, is not heard', async () => {
    outside.impostors.add('impostor.example')
    outside.hosts.set('impostor.example', (_, response) => response.end())
    expect(await failure('https://impostor.example/')).toBe('UNREACHABLE')
    expect(outside.received).toEqual([])
    expect(await failure('https://nobody.example/')).toBe('UNREACHABLE')
  })

  it('that is no success keeps its status and loses its body', async () => {
    outside.hosts.set('partner.example', (_, response) =>
      response.writeHead(429, json).end('{"error":"secret"}'),
    )
    expect(await failure('https://partner.example/')).toEqual({
      status: 429,
      type: 'application/json',
      body: new Uint8Array(),
    })
  })
})

describe('a post', () => {
  const post = (url: string, more: Partial<OutboundPost> = {}, way = outbound) =>
    way.post({
      url,
      headers: { 'x-id': '1' },
      type: 'application/json',
      body: '{"é":1}',
      timeoutMs: 3_000,
      leave: async (start) => void (await start()),
      ...more,
    })
  const HOOK = 'https://partner.example/hook'

  it.each(inwardAnswers)('to a name that leads to %s connects to nobody', async (_, addresses) => {
    outside.names.set('partner.example', [addresses])
    expect(await post(HOOK)).toEqual({ ok: false, error: 'ADDRESS_REFUSED' })
    expect(outside.dialled).toEqual([])
    expect(await outbound.check(HOOK)).toEqual({ ok: false, error: 'ADDRESS_REFUSED' })
  })

  it.each(refusedAddresses)('to %s is refused, and so is the address when it is looked at', async (url) => {
    const open = createOutbound({ network: outside.network, localPorts: [4751] })
    for (const tried of [await post(url, {}, open), await open.check(url)])
      expect(tried).toEqual({ ok: false, error: 'ADDRESS_REFUSED' })
    expect(outside.dialled).toEqual([])
  })

  it('is not followed elsewhere', async () => {
    outside.hosts.set('partner.example', (_, response) =>
      response.writeHead(308, { location: 'https://other.example/' }).end(),
    )
    expect(await post(HOOK)).toEqual({ ok: false, error: 'REDIRECT_REFUSED' })
    expect(outside.received).toHaveLength(1)
  })

  it('sends nothing before it is let go, and nothing at all when it is not', async () => {
    let seen: unknown
    const held = await post(HOOK, {
      leave: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        seen = [outside.dialled.length, outside.received.length]
      },
    })
    expect(held).toEqual({ ok: false, error: 'NOT_SENT' })
    expect(seen).toEqual([1, 0])
    expect(outside.received).toEqual([])
  })

  it('says that a byte went out, once, and that none does when its time is over or its host is gone', async () => {
    const started: boolean[] = []
    await post(HOOK, { leave: async (start) => void started.push(await start(), await start()) })
    const givenUp = new AbortController()
    const late = await post(HOOK, {
      signal: givenUp.signal,
      leave: async (start) => {
        givenUp.abort()
        started.push(await start())
      },
    })
    expect(late).toEqual({ ok: false, error: 'TOO_SLOW' })
    expect(started).toEqual([true, false, false])
    expect(outside.received).toHaveLength(1)
    const nowhere = await post('https://nobody.example/hook', { leave: async () => void started.push(true) })
    expect(nowhere).toEqual({ ok: false, error: 'UNREACHABLE' })
    expect(started).toHaveLength(3)
  })

  it('whose connection breaks while it is held back says that no byte went out', async () => {
    const broken = createServer((socket) => setTimeout(() => socket.destroy(), 20))
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
    const { port } = broken.address() as AddressInfo
    const open = createOutbound({ network: systemNetwork, localPorts: [port] })
    let started: boolean | undefined
    const sent = await post(
      `http://localhost:${port}/`,
      {
        leave: async (start) => {
          await new Promise((resolve) => setTimeout(resolve, 150))
          started = await start()
        },
      },
      open,
    )
    broken.close()
    expect([sent, started]).toEqual([{ ok: false, error: 'UNREACHABLE' }, false])
  })

  it('that is given up ends at once', async () => {
    outside.hosts.set('partner.example', () => undefined)
    const begun = performance.now()
    const given = await post(HOOK, { signal: AbortSignal.timeout(50) })
    expect(given).toEqual({ ok: false, error: 'TOO_SLOW' })
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  it('brings its bytes and the status of the answer, and reads nothing else of it', async () => {
    outside.hosts.set('partner.example', (_, response) =>
      response.writeHead(201, { 'content-type': 'video/mp4', 'content-length': '999999999' }).write('x'),
    )
    expect(await post(HOOK)).toEqual({ ok: true, value: 201 })
    expect(outside.received).toMatchObject([
      {
        method: 'POST',
        url: '/hook',
        body: '{"é":1}',
        headers: { 'content-type': 'application/json', 'content-length': '8', 'x-id': '1' },
      },
    ])
  })
})

it('sends what it was told and nothing of its own but a name', async () => {
  const headers = { authorization: 'Bearer of-this-catalogue' }
  expect(await failure('https://partner.example/songs?q=a', { headers })).toMatchObject({
    status: 200,
    type: 'application/json',
  })
  expect(outside.received).toEqual([
    {
      method: 'GET',
      host: 'partner.example',
      url: '/songs?q=a',
      body: '',
      headers: {
        host: 'partner.example',
        connection: 'close',
        accept: 'application/json, text/plain',
        'accept-encoding': 'identity',
        'user-agent': 'Countersign',
        ...headers,
      },
      rawHeaders: expect.any(Array),
    },
  ])
})

it('reaches a port of this machine the operator opened, and follows it nowhere', async () => {
  const open = createOutbound({ network: systemNetwork, localPorts: [local.port] })
  expect(await failure(`http://localhost:${local.port}/`, {}, open)).toMatchObject({ status: 200 })
  expect(await failure(`http://localhost:${local.port + 1}/`, {}, open)).toBe('ADDRESS_REFUSED')
  expect(await failure(`http://localhost:${local.port}/away`, { redirects: 0 }, open)).toBe(
    'REDIRECT_REFUSED',
  )
})
