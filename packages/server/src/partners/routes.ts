// The partner API. One order in every route: authenticate → validate → decide → act → present.

import { isPurpose } from '@countersign/protocol'
import type { RateLimitOptions } from '@fastify/rate-limit'
import { draftCard } from '../acts/draft-card.ts'
import { giveBackAccess } from '../acts/give-back-access.ts'
import { listAccess } from '../acts/list-access.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { authenticate, callerOf } from './authenticate.ts'
import { featureOf, withCall } from './call.ts'
import { answerPreflights, readableAnywhere } from './cross-origin.ts'
import { deletionRoutes } from './deletion-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { listRoutes } from './list-routes.ts'
import { noteCalls } from './note-call.ts'
import { placementRoutes } from './placement-routes.ts'
import * as shapes from './schemas.ts'

/** How much one client may call for one person. */
export interface PartnerLimits {
  readonly callsPerMinute: number
}

/** A song's card is a few hundred bytes; a playlist's some thousand. */
const MAX_DRAFT_BYTES = 16 * 1024

/** Registers the routes below /partner/v1. */
export async function partnerRoutes(
  http: Http,
  system: System,
  { callsPerMinute }: PartnerLimits = { callsPerMinute: 6_000 },
): Promise<void> {
  answerPreflights(http)
  await eventRoutes(http, system)
  await deletionRoutes(http, system)
  await http.register(async (api: Http) => {
    readableAnywhere(api)
    api.decorateRequest('caller', null)
    noteCalls(api, system)
    api.addHook('onRequest', async (request, reply) => {
      request.caller = await authenticate(system, request, reply)
    })
    await rateLimits(api)
    // One count for all routes, and for calls that are then refused or not understood too.
    api.addHook('onRequest', api.rateLimit(limitOf(callsPerMinute)))
    listRoutes(api, system)
    draftRoute(api, system)
    placementRoutes(api, system)
    accessRoutes(api, system)
  })
}

function limitOf(callsPerMinute: number): RateLimitOptions {
  return {
    max: callsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => `${callerOf(request).client} ${callerOf(request).person}`,
  }
}

function draftRoute(api: Http, system: System): void {
  api.post(
    '/partner/v1/drafts',
    {
      bodyLimit: MAX_DRAFT_BYTES,
      schema: {
        tags: ['cards'],
        summary: 'Propose a card; the person picks the thread and confirms',
        security: shapes.security,
        headers: shapes.purposeHeader,
        querystring: shapes.noQuery,
        body: shapes.draftBody,
        response: { 201: shapes.draftAnswer, ...shapes.problems, ...shapes.bodyProblems },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { card } = request.body
      const { call, decision } = await withCall(system, caller, request, null, async (asked) => ({
        call: asked,
        decision: await system.gate.permitDraft(asked),
      }))
      const { purpose, partner, feature, person } = call
      if (!isPurpose(purpose)) throw new Problem('PURPOSE_REQUIRED', { decision })
      const { draft, expiresAt } = await draftCard(system, { partner, feature, person, purpose, card })
      return reply
        .code(201)
        .headers({ 'countersign-decision': decision, 'cache-control': 'no-store' })
        .send({
          draft,
          share_url: `${system.settings.publicUrl}/share/${draft}`,
          expires_at: new Date(expiresAt).toISOString(),
        })
    },
  )
}

function accessRoutes(api: Http, system: System): void {
  const common = { tags: ['access'], security: shapes.security, querystring: shapes.noQuery }
  api.get(
    '/partner/v1/access',
    {
      exposeHeadRoute: false,
      schema: {
        ...common,
        summary: 'The powers held or ended',
        response: { 200: shapes.accessAnswer, ...shapes.problems },
      },
    },
    async (request, reply) => {
      const { partner, person, feature } = callerOf(request)
      const access = await listAccess(system, { partner, person, feature })
      return reply.header('cache-control', 'no-store').send({
        powers: access.powers.map(({ purpose, verbs, until, state }) => ({
          purpose,
          verbs: [...verbs],
          until: new Date(until).toISOString(),
          state,
        })),
        delivery_key: Buffer.from(access.deliveryKey).toString('base64url'),
      })
    },
  )
  api.delete(
    '/partner/v1/access',
    {
      schema: {
        ...common,
        summary: 'Give all powers back',
        response: { 204: shapes.nothing, ...shapes.problems },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      await giveBackAccess(system, { ...caller, feature: featureOf(caller) })
      return reply.code(204).send(null)
    },
  )
}
