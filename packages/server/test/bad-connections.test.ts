// Connections that misbehave, and stopping while requests are on their way.
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createHttp, type Http } from '../src/http/server.ts'
import { systemRandom } from '../src/ports/random.ts'
import { problems } from '../src/problems.ts'

const json = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n'
const logged: string[] = []
const log = pino({ level: 'trace', base: null }, { write: (line) => void logged.push(line) })

async function listening(http: Http): Promise<number> {
  await http.listen({ host: 'localhost', port: 0 })
  return Number(new URL(`http://${http.listeningOrigin.replace(/^http:\/\//, '')}`).port)
}

/** Sends bytes as they are and reads until the other side hangs up. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port }, () => socket.write(text))
    let answer = ''
    socket.on('data', (part) => {
      answer += String(part)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

function problemIn(answer: string): { status: number; code: string; detail: string } {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toContain('content-type: application/problem+json')
  const problem = JSON.parse(body)
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${problem.status} `))
  return problem
}

it.each([
  ['bytes that are not HTTP', 'Hello there\r\n\r\n', 'BAD_REQUEST'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
    'BAD_REQUEST',
  ],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'BAD_REQUEST',
  ],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nhost: a\r\ncookie: countersign_session=secret-of-hers; x=${'x'.repeat(20_000)}\r\n\r\n`,
    'HEADERS_TOO_LARGE',
  ],
  ['a body that stops', `${json}content-length: 10\r\n\r\n{"text"`, 'TOO_SLOW'],
  ['headers that stop', 'GET / HTTP/1.1\r\nhost: a\r\n', 'TOO_SLOW'],
] as const)('%s are answered with a problem, and not logged', async (_, text, code) => {
  const http = createHttp(log, systemRandom, { arrivesWithinMs: 400 })
  http.post('/', async () => 'done')
  const port = await listening(http)
  const problem = problemIn(await say(port, text))
  expect(problem).toMatchObject({ code, status: problems[code].status })
  expect(problem.detail).not.toBe('')
  await http.close()
  expect(logged.join('')).not.toContain('secret-of-hers')
})

it('finishes what has begun when it is stopped, and tells newcomers to come back', async () => {
  const http = createHttp(log, systemRandom)
  const begun = Promise.withResolvers<void>()
  http.get('/slow', async () => {
    begun.resolve()
    await wait(300)
    return 'finished'
  })
  const port = await listening(http)
  // A connection kept open from before, as a browser has one.
  const idle = connect({ host: 'localhost', port })
  await new Promise((resolve) => idle.once('connect', resolve))
  const slow = fetch(`http://localhost:${port}/slow`)
  await begun.promise
  const closed = http.close()
  const late = await fetch(`http://localhost:${port}/slow`).catch(() => undefined)
  if (late !== undefined) expect(await late.json()).toMatchObject({ status: 503, code: 'STOPPING' })
  expect(await (await slow).text()).toBe('finished')
  const since = performance.now()
  await closed
  expect(performance.now() - since).toBeLessThan(1_000)
})

it('does not wait for ever for a request that does not go on', async () => {
  const http = createHttp(log, systemRandom)
  http.post('/', async () => 'done')
  const port = await listening(http)
  const answer = say(port, `${json}content-length: 10\r\n\r\n{"text"`)
  await wait(100)
  const since = performance.now()
  await http.close()
  expect(performance.now() - since).toBeGreaterThan(4_000)
  expect(performance.now() - since).toBeLessThan(7_000)
  await answer.catch(() => undefined)
}, 10_000)
