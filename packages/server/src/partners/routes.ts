// The partner API. One order in every route: authenticate → validate → decide → act → present.

import { isPurpose } from '@countersign/protocol'
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { draftCard } from '../acts/draft-card.ts'
import { giveBackAccess } from '../acts/give-back-access.ts'
import { listAccess } from '../acts/list-access.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { featureOf, fieldsOf, withCall } from './call.ts'
import * as shapes from './schemas.ts'
import { sendAnswer } from './send-answer.ts'

/** How much one client may call for one person. */
export interface PartnerLimits {
  readonly callsPerMinute: number
}

/** A song's card is a few hundred bytes; a playlist's some thousand. */
const MAX_DRAFT_BYTES = 16 * 1024

const security = [{ dpop: [] }]
const problems = Object.fromEntries(
  Object.entries({
    400: 'The request is not understood, or has no purpose.',
    401: 'The token or the proof of its key does not hold.',
    403: 'Refused; the code says why.',
    404: 'There is no such thing for this permission.',
    429: 'Too many calls.',
    503: 'Nothing can be released now.',
  }).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: shapes.problemAnswer } } },
  ]),
)

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the partner API; null on every other route. */
    caller: Caller | null
  }
}

/** Registers the routes below /partner/v1. */
export async function partnerRoutes(
  http: Http,
  system: System,
  { callsPerMinute }: PartnerLimits = { callsPerMinute: 6_000 },
): Promise<void> {
  await http.register(async (api: Http) => {
    api.decorateRequest('caller', null)
    api.addHook('onRequest', async (request, reply) => {
      request.caller = await authenticate(system, request, reply)
    })
    await rateLimits(api)
    // One count for all routes, and for calls that are then refused or not understood too.
    api.addHook('onRequest', api.rateLimit(limitOf(callsPerMinute)))
    listRoutes(api, system)
    friendRoutes(api, system)
    draftRoute(api, system)
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

/** Who calls. The hook above put it there before any handler runs. */
function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Problem('BAD_TOKEN')
  return caller
}

function listRoutes(api: Http, system: System): void {
  const common = { tags: ['lists'], security, headers: shapes.purposeHeader, querystring: shapes.listQuery }
  // A HEAD would be decided, entered and answered with nothing.
  const exposeHeadRoute = false
  api.get(
    '/partner/v1/threads',
    {
      exposeHeadRoute,
      schema: {
        ...common,
        summary: 'The threads the person picked',
        response: { 200: shapes.threadsPage, ...problems },
      },
    },
    async (request, reply) => {
      const { fields, limit, cursor = null } = request.query
      const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
        system.gate.threads(call, { limit, cursor }),
      )
      await sendAnswer(reply, answer)
      return reply
    },
  )
  for (const [name, summary, page] of [
    ['messages', 'What was written in a thread, newest first', shapes.messagesPage],
    ['members', 'Those in a thread who allowed it', shapes.membersPage],
  ] as const) {
    api.get(
      `/partner/v1/threads/:thread/${name}`,
      {
        exposeHeadRoute,
        schema: { ...common, params: shapes.threadPath, summary, response: { 200: page, ...problems } },
      },
      async (request, reply) => {
        const { fields, limit, cursor = null } = request.query
        const { thread } = request.params
        const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
          system.gate[name]({ ...call, thread }, { limit, cursor }),
        )
        await sendAnswer(reply, answer)
        return reply
      },
    )
  }
}

function friendRoutes(api: Http, system: System): void {
  const common = { tags: ['friends and contact'], security, headers: shapes.purposeHeader }
  // A HEAD would be decided, entered and answered with nothing.
  const exposeHeadRoute = false
  api.get(
    '/partner/v1/me/contact',
    {
      exposeHeadRoute,
      schema: {
        ...common,
        querystring: shapes.listQuery,
        summary: 'The person’s own contact fields',
        response: { 200: shapes.ownContactPage, ...problems },
      },
    },
    async (request, reply) => {
      const { fields, limit, cursor = null } = request.query
      const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
        system.gate.ownContact(call, { limit, cursor }),
      )
      await sendAnswer(reply, answer)
      return reply
    },
  )
  for (const [path, read, summary, page] of [
    ['/partner/v1/friends', 'friends', 'Friends who allowed the same feature', shapes.friendsPage],
    [
      '/partner/v1/friends/contacts',
      'friendContacts',
      'Contact fields that friends let pass',
      shapes.friendContactsPage,
    ],
  ] as const) {
    api.get(
      path,
      {
        exposeHeadRoute,
        schema: {
          ...common,
          querystring: shapes.friendsQuery,
          summary,
          response: { 200: page, ...problems },
        },
      },
      async (request, reply) => {
        const { fields, limit, depth, cursor = null } = request.query
        const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
          system.gate[read]({ ...call, depth }, { limit, cursor }),
        )
        await sendAnswer(reply, answer)
        return reply
      },
    )
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
        security,
        headers: shapes.purposeHeader,
        querystring: shapes.noQuery,
        body: shapes.draftBody,
        response: { 201: shapes.draftAnswer, ...problems },
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
  const common = { tags: ['access'], security, querystring: shapes.noQuery }
  api.get(
    '/partner/v1/access',
    {
      exposeHeadRoute: false,
      schema: {
        ...common,
        summary: 'The powers held or ended',
        response: { 200: shapes.accessAnswer, ...problems },
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
      schema: { ...common, summary: 'Give all powers back', response: { 204: shapes.nothing, ...problems } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      await giveBackAccess(system, { ...caller, feature: featureOf(caller) })
      return reply.code(204).send(null)
    },
  )
}
