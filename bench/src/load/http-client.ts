// One keep-alive connection of HTTP/1.1 with one request at a time: so little that the generator costs a tenth of the server.
import { connect, type Socket } from 'node:net'

/** An answer: its status, and its body as bytes. */
export interface HttpAnswer {
  readonly status: number
  readonly body: Buffer
}

/** A connection that is used again for every request. */
export interface HttpConnection {
  /** Sends a whole request (head, and body if any) and waits for its answer. @throws Error when the connection breaks */
  send(request: string): Promise<HttpAnswer>
  /** Whether a request can still be sent on it now; a server closes a connection that nobody has used for a while. */
  isUsable(): boolean
  close(): void
}

interface Waiting {
  resolve(answer: HttpAnswer): void
  reject(error: Error): void
}

const HEAD_END = '\r\n\r\n'
/** Well below the time after which our server closes an idle connection (Fastify's keepAliveTimeout: 72 s). Milliseconds. */
const IDLE_MS = 30_000

/** Opens a connection to a server of this machine. */
export function openConnection(port: number): HttpConnection {
  const socket: Socket = connect({ host: 'localhost', port, noDelay: true })
  let received: Buffer = Buffer.alloc(0)
  let waiting: Waiting | undefined
  let lastUsed = performance.now()
  const fail = (error: Error): void => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = wholeAnswer(received)
    if (answer === undefined) return
    received = Buffer.alloc(0)
    const done = waiting
    waiting = undefined
    lastUsed = performance.now()
    done?.resolve(answer)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request, (error) => error && fail(error))
      }),
    isUsable: () => !socket.destroyed && performance.now() - lastUsed < IDLE_MS,
    close: () => socket.destroy(),
  }
}

/** The answer in what was received, once it is whole. Every answer of the server says its length. */
function wholeAnswer(received: Buffer): HttpAnswer | undefined {
  const end = received.indexOf(HEAD_END)
  if (end === -1) return undefined
  const head = received.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const from = end + HEAD_END.length
  return received.length < from + length
    ? undefined
    : { status, body: received.subarray(from, from + length) }
}
