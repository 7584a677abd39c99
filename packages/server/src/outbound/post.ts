// One POST over a connection of its own: connected first, sent only once its sender lets it go, and answered with a status.
import type { Readable } from 'node:stream'
import type { buildConnector } from 'undici'
import type { Target } from './address.ts'
import { clientFor, failureOf, USER_AGENT } from './exchange.ts'
import { OutboundError } from './failures.ts'
import type { Network } from './network.ts'

/** What is posted. */
export interface Posted {
  readonly headers: Readonly<Record<string, string>>
  /** Its media type. */
  readonly type: string
  readonly body: string
  /**
   * Called at most once, when a trusted connection stands over which nothing was sent. Calling `start` sends; it resolves true
   * once a byte has gone out, and false when none will. Without it nothing is sent. It must not throw, and `post` ends after it.
   */
  readonly leave: (start: () => Promise<boolean>) => Promise<void>
}

/**
 * Posts to the addresses given, which the caller has checked. Of the answer the status is taken and nothing else: no byte of a
 * body is read, however many come.
 * @throws OutboundError
 */
export async function post(
  network: Network,
  target: Target,
  addresses: readonly string[],
  { headers, type, body, leave }: Posted,
  signal: AbortSignal,
): Promise<number> {
  const left = Promise.withResolvers<boolean>()
  const held = holdUntil(network.connectTo(addresses), leave, left.promise)
  const client = clientFor(target, held.connect)
  const bytes = Buffer.from(body)
  try {
    const answer = await client.request({
      method: 'POST',
      path: `${target.url.pathname}${target.url.search}`,
      headers: {
        ...headers,
        'content-type': type,
        'content-length': String(bytes.length),
        'user-agent': USER_AGENT,
      },
      body: said(bytes, left.resolve),
      reset: true,
      signal,
    })
    // Nobody reads a body; the connection is about to be cut.
    answer.body.on('error', () => undefined)
    return answer.statusCode
  } catch (error) {
    throw error instanceof OutboundError ? error : new OutboundError(failureOf(error, signal))
  } finally {
    left.resolve(false)
    await held.over()
    await client.destroy()
  }
}

/** A body that says once it is written. undici takes async iterables, as its documentation says and its types do not. */
function said(bytes: Uint8Array, written: (yes: true) => void): Readable {
  const chunks = async function* () {
    yield bytes
    // It is asked for more once headers and body are written to the socket.
    written(true)
  }
  return chunks() as unknown as Readable
}

/** A connector that gives its connection away only when the sender starts. */
function holdUntil(
  connect: buildConnector.connector,
  leave: Posted['leave'],
  left: Promise<boolean>,
): { readonly connect: buildConnector.connector; over(): Promise<void> } {
  let leaving: Promise<void> | undefined
  return {
    connect: (options, done) =>
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null)
        let started = false
        const start = (): Promise<boolean> => {
          if (started || socket.destroyed) return Promise.resolve(false)
          started = true
          done(null, socket)
          return left
        }
        leaving = (async () => {
          await leave(start)
          if (started) return
          started = true
          const gone = socket.destroyed
          socket.destroy()
          done(new OutboundError(gone ? 'UNREACHABLE' : 'NOT_SENT'), null)
        })()
      }),
    over: async () => leaving,
  }
}
