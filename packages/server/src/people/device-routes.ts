// Where I am signed in, and showing once more that it is I.

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { askForProof, proveByPasskey, proveByPassword } from '../acts/prove-again.ts'
import { proofLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { deleteOtherSessions, deleteSessionOf, sessionsOf } from '../store/sessions.ts'
import type { System } from '../system.ts'
import { ownSessionOf } from './authenticate.ts'
import { passkeyAnswer, passkeyAsk } from './passkey-schemas.ts'
import { presentSession } from './present.ts'
import { id, password } from './schemas.ts'

const tags = ['account']
const done = { 204: z.undefined() }

/** Sessions: list mine, end one, end all others. */
export function deviceRoutes(api: Http, system: System): void {
  api.get(
    '/sessions',
    {
      schema: {
        tags,
        summary: 'The browsers I am signed in with, the last seen first',
        response: { 200: wire.listOf(wire.device) },
      },
    },
    async (request) => {
      const own = await ownSessionOf(system, request)
      const all = await sessionsOf(system.app, own.person, system.clock.now())
      return { items: all.map((one) => presentSession(one, one.id === own.id)), next: null }
    },
  )
  api.delete(
    '/sessions/:session',
    {
      schema: {
        tags,
        summary: 'Sign one browser out',
        params: z.strictObject({ session: id('session') }),
        response: done,
      },
    },
    async (request, reply) => {
      const { person } = await ownSessionOf(system, request)
      if (!(await deleteSessionOf(system.app, person, request.params.session))) throw new Problem('NOT_FOUND')
      system.live.tell({ type: 'sessions', person })
      return reply.code(204).send()
    },
  )
  api.post(
    '/sessions/end-others',
    { schema: { tags, summary: 'Sign every other browser out', response: done } },
    async (request, reply) => {
      const own = await ownSessionOf(system, request)
      await deleteOtherSessions(system.app, own.person, own.id)
      system.live.tell({ type: 'sessions', person: own.person })
      return reply.code(204).send()
    },
  )
}

/** Showing that it is oneself, for ten minutes. */
export function proofRoutes(api: Http, system: System): void {
  api.post(
    '/session/proof/options',
    { schema: { tags, summary: 'What to ask a passkey of mine for', response: { 200: passkeyAsk } } },
    async (request) => askForProof(system, await ownSessionOf(system, request)),
  )
  api.post(
    '/session/proof',
    {
      config: { rateLimit: proofLimit(system.settings) },
      schema: {
        tags,
        summary: 'Show that it is I, by password or passkey; it counts for ten minutes',
        body: z.union([z.strictObject({ password }), z.strictObject({ passkey: passkeyAnswer })]),
        response: done,
      },
    },
    async (request, reply) => {
      const own = await ownSessionOf(system, request)
      const { body } = request
      if ('password' in body) await proveByPassword(system, own, body.password)
      else await proveByPasskey(system, own, body.passkey)
      return reply.code(204).send()
    },
  )
}
