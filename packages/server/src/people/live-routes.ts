// Live: a WebSocket that tells a browser that something is new, and never what. It reads anew over the JSON API.
import websocket from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import { secretHash } from '../acts/secret-hash.ts'
import { assertOwnSocket, sessionSecretOf } from '../http/people-session.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { type LiveTerms, liveTerms, serveSocket } from './live-socket.ts'

/** How many sockets there may be. */
export interface LiveLimits {
  /** Of one person on one server: as many tabs and devices. */
  readonly perPerson: number
  readonly perServer: number
  readonly opensPerMinute: number
}

const defaults: LiveLimits = { perPerson: 16, perServer: 10_000, opensPerMinute: 60 }

/** Adds `GET /live`. The session's cookie and our own Origin open it, and nothing else does. */
export async function liveRoutes(
  api: Http,
  system: System,
  limits: LiveLimits = defaults,
  terms: LiveTerms = liveTerms,
): Promise<void> {
  // A browser that opened a socket has nothing to say over it: what it must know it asks over the JSON API.
  await api.register(websocket, {
    options: { maxPayload: 64, perMessageDeflate: false },
    // What the other side did wrong is nobody's to read in a log; its socket is gone.
    errorHandler: (_, socket) => socket.terminate(),
    // Each socket ends itself when stopping begins.
    preClose: (done) => done(),
  })
  const open = new Map<string, number>()
  const opened = (person: string, more: 1 | -1): void => {
    const count = (open.get(person) ?? 0) + more
    if (count === 0) open.delete(person)
    else open.set(person, count)
  }
  const assertRoom = (request: FastifyRequest): void => {
    const all = [...open.values()].reduce((sum, count) => sum + count, 0)
    if ((open.get(personOf(request)) ?? 0) >= limits.perPerson || all >= limits.perServer)
      throw new Problem('TOO_MANY', { detail: 'So many pages of yours are open at once.' })
  }
  api.route({
    method: 'GET',
    url: '/live',
    schema: { hide: true },
    exposeHeadRoute: false,
    config: {
      rateLimit: {
        max: limits.opensPerMinute,
        timeWindow: 60_000,
        keyGenerator: (request: FastifyRequest) => `live ${personOf(request)}`,
      },
    },
    preHandler: async (request) => {
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw new Problem('UPGRADE')
      assertOwnSocket(request, system.settings)
      assertRoom(request)
    },
    // A refused handshake has left the server's own care for its connections: it ends with its answer.
    onResponse: async ({ raw }) => {
      raw.socket.destroySoon()
    },
    handler: async () => {
      throw new Problem('UPGRADE')
    },
    wsHandler: (socket, request) => {
      const person = personOf(request)
      const session = secretHash(sessionSecretOf(request, system.settings) ?? '')
      opened(person, 1)
      socket.once('close', () => opened(person, -1))
      serveSocket(system, socket, { person, session, stopping: api.stopping, terms })
    },
  })
}
