// Receivers of webhooks that fail, hang, drip, lie and die (DEL-04): what counts as taken, and that none holds up another.
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { freePort } from '@countersign/testkit'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { setWebhook } from '../src/acts/set-webhook.ts'
import { quickTerms, stage } from './_webhooks.ts'

let rawly: (socket: Socket) => void = () => undefined
/** A server that does with a connection what no HTTP server would. */
async function raw(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => rawly(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('a receiver', async () => {
  const [port, gone] = [await raw(), await freePort()]
  const made = await stage({ localPorts: [port, gone] })
  const { system, partner, receiver, deliver, deliveries } = made
  await made.duties(1)
  beforeEach(made.anew)

  const drip = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\nx: ')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  }

  it.each<readonly [string, number, object]>([
    ['that fails', 500, { answered: 500 }],
    ['that says it is gone for good', 410, { answered: 410 }],
    ['that wants something else', 400, { answered: 400 }],
    ['that asks to wait', 429, { answered: 429 }],
    ['that sends elsewhere', 308, { failure: 'REDIRECT_REFUSED' }],
  ])('%s is tried again', async (_, status, kept) => {
    receiver.answer = (_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('{"no":1}')
    await deliver()
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 1, ...kept }])
  })

  it.each<readonly [string, (socket: Socket) => void, string]>([
    ['never answers', () => undefined, 'TOO_SLOW'],
    ['answers a byte at a time', drip, 'TOO_SLOW'],
    ['dies', (socket) => socket.destroy(), 'UNREACHABLE'],
    ['speaks something else', (socket) => void socket.end('220 mail.example ESMTP\r\n'), 'UNREACHABLE'],
    [
      'sends headers without end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}`),
      'TOO_LARGE',
    ],
  ])('that %s is tried again', async (_, behave, failure) => {
    rawly = behave
    await setWebhook(system, { partner, by: null }, `http://localhost:${port}/`)
    await deliver()
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 1, answered: null, failure }])
  })

  it('that is not there is tried again', async () => {
    await setWebhook(system, { partner, by: null }, `http://localhost:${gone}/`)
    await deliver()
    expect(await deliveries()).toMatchObject([{ attempts: 1, failure: 'UNREACHABLE' }])
  })

  it('that says yes has it, whatever it does then: a body without end is not read', async () => {
    let sent = 0
    receiver.answer = (_, response) => {
      response.writeHead(200)
      const more = setInterval(() => {
        sent += 1
        response.write('x'.repeat(100_000))
      }, 1)
      response.on('close', () => clearInterval(more))
    }
    const begun = performance.now()
    await deliver()
    expect(performance.now() - begun).toBeLessThan(quickTerms.answerMs)
    expect(sent).toBeLessThan(20)
    expect(await deliveries()).toMatchObject([{ state: 'taken', answered: 200 }])
  })

  it('that hangs holds up nobody but itself', async () => {
    const { world } = made
    const other = await world.partner('matinee')
    await setWebhook(system, { partner: other.partner, by: null }, `${receiver.url}/other`)
    const grant = await world.grant('dora', { partner: other })
    await world.withdraw('dora', grant.id)
    await made.tick()
    let heard: number | undefined
    const begun = performance.now()
    receiver.answer = ({ url }, response) => {
      if (!url.endsWith('/other')) return
      heard = performance.now() - begun
      response.writeHead(200).end()
    }
    await deliver()
    expect(heard).toBeLessThan(quickTerms.answerMs)
  })
})

it('sends what it was told and nothing of its own but a name', async () => {
  const { receiver, deliver, duties } = await stage()
  await duties(1)
  await deliver()
  const [one] = receiver.received
  expect(one?.method).toBe('POST')
  expect(Object.keys(one?.headers ?? {}).sort()).toEqual([
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ])
  expect(one?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Countersign' })
})
