// Stopping: what has begun is finished first, what comes meanwhile is told to come back.
import { Problem } from '../problems.ts'
import type { Http } from './server.ts'

/** How long stopping waits for requests in flight. Whatever still sends or reads then is cut off. */
const LONGEST_WAIT_MS = 5_000

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when stopping begins: whoever keeps a request open for long ends it then. */
    readonly stopping: AbortSignal
  }
}

/** Makes `http.close()` wait for the requests that have begun. */
export function finishRequests(http: Http): void {
  const stop = new AbortController()
  http.decorate('stopping', stop.signal)
  let inFlight = 0
  let stopping = false
  let finished = (): void => undefined
  http.server.on('request', (_, response) => {
    inFlight++
    response.once('close', () => {
      inFlight--
      if (inFlight === 0) finished()
    })
  })
  http.addHook('onRequest', async (_, reply) => {
    if (!stopping) return
    reply.header('connection', 'close')
    throw new Problem('STOPPING')
  })
  http.addHook('preClose', async () => {
    stopping = true
    stop.abort()
    if (inFlight === 0) return
    await new Promise<void>((resolve) => {
      finished = resolve
      setTimeout(resolve, LONGEST_WAIT_MS).unref()
    })
  })
}
