// A socket's terms: who does not read or does not answer is dropped, and a page that left before it was told is left alone.
import { EventEmitter } from 'node:events'
import type { WebSocket } from '@fastify/websocket'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Attendant } from '../acts/live.ts'
import { type LiveTerms, serveSocket } from './live-socket.ts'

const terms: LiveTerms = { beatMs: 1_000, mostUnsentBytes: 100, closeMs: 50 }

class Line extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: string[] = []
  pings = 0
  readonly ended: (number | 'cut')[] = []
  send(text: string): void {
    this.sent.push(text)
  }
  ping(): void {
    this.pings++
  }
  close(code: number): void {
    this.ended.push(code)
  }
  terminate(): void {
    this.ended.push('cut')
    this.readyState = 3
    this.emit('close')
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function served(): Promise<{ line: Line; attendant: Attendant; left: () => boolean; stop(): void }> {
  const line = new Line()
  let attendant: Attendant | undefined
  let left = false
  const stopping = new AbortController()
  serveSocket(
    {
      log: pino({ level: 'silent' }),
      live: {
        tell: () => undefined,
        close: async () => undefined,
        async attend(given) {
          attendant = given
          return () => {
            left = true
          }
        },
      },
    },
    line as unknown as WebSocket,
    { person: 'person_0' as Attendant['person'], session: 'x', stopping: stopping.signal, terms },
  )
  await vi.advanceTimersByTimeAsync(0)
  if (attendant === undefined) throw new Error('nobody attends')
  return { line, attendant, left: () => left, stop: () => stopping.abort() }
}

it('is told that it is open once nothing is missed', async () => {
  expect((await served()).line.sent).toEqual(['{"type":"open"}'])
})

it('who does not read is dropped, and nothing is kept for them', async () => {
  const { line, attendant, left } = await served()
  line.bufferedAmount = 101
  attendant.tell({ type: 'notices' })
  expect([line.ended, line.sent.length, left()]).toEqual([['cut'], 1, true])
})

it('who does not answer a beat is dropped at the next one; who does stays', async () => {
  const { line } = await served()
  await vi.advanceTimersByTimeAsync(1_000)
  expect([line.pings, line.sent.at(-1)]).toEqual([1, '{"type":"beat"}'])
  line.emit('pong')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(line.ended).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(line.ended).toEqual(['cut'])
})

it('who is told to go and stays is cut off', async () => {
  const { line, stop } = await served()
  stop()
  expect(line.ended).toEqual([1001])
  await vi.advanceTimersByTimeAsync(50)
  expect(line.ended).toEqual([1001, 'cut'])
})
