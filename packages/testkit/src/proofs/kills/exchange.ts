// One HTTP exchange, kept whatever becomes of it: every byte that came, also of an answer that broke off.
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

/** What a client sends. */
export interface Sending {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Stops reading for a while after the first bytes: who sends is killed while it still has the rest. */
  readonly dawdle?: {
    readonly ms: number
    /** Told when it begins, and when the answer has come or broken off. */
    midway(on: boolean): void
  }
}

/** What came back, at least a status. Times are of this process's monotonic clock, in milliseconds. */
export interface Exchange {
  readonly began: number
  readonly ended: number
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** False when the answer broke off. */
  readonly whole: boolean
}

/** Longer than any server takes that is alive: ten seconds are what a turn asks after a lost commit. */
const GIVE_UP_AFTER_MS = 30_000

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Nobody listened, so nothing was done; or it was sent and no status came, so nobody knows. */
export type Unanswered = 'unreached' | 'unknown'

/** Sends; resolves in every case. */
export function exchange(url: string, sending: Sending = {}): Promise<Exchange | Unanswered> {
  const { method = 'GET', headers = {}, body, dawdle } = sending
  const began = performance.now()
  return new Promise((resolve) => {
    const sent = request(url, { method, headers, agent, timeout: GIVE_UP_AFTER_MS }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (dawdle === undefined || chunks.length > 1) return
        response.pause()
        dawdle.midway(true)
        setTimeout(() => response.resume(), dawdle.ms)
      })
      // What broke off says so by an error first; the bytes that came are kept either way.
      response.on('error', () => undefined)
      response.once('close', () => {
        dawdle?.midway(false)
        resolve({
          began,
          ended: performance.now(),
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          whole: response.complete,
        })
      })
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? 'unreached' : 'unknown'),
    )
    sent.end(body)
  })
}
