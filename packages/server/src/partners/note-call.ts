// Tells the request log of every answered call of a partner: what was asked and how it ended, and nothing of the answer.
import { type DecisionId, parseId, type Verb } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from '../http/answer-problem.ts'
import type { Http } from '../http/server.ts'
import type { AccessToken } from '../oauth/access-token.ts'
import type { ProblemCode } from '../problems.ts'
import type { System } from '../system.ts'

/** The power each call uses when it is answered. */
const verbOf: Readonly<Record<string, Verb>> = {
  'GET /partner/v1/threads': 'threads.list',
  'GET /partner/v1/threads/:thread/messages': 'messages.read',
  'GET /partner/v1/threads/:thread/members': 'members.see',
  'GET /partner/v1/me/contact': 'contact.own',
  'GET /partner/v1/friends': 'friends.list',
  'GET /partner/v1/friends/contacts': 'friends.contact',
  'POST /partner/v1/drafts': 'messages.write',
  'DELETE /partner/v1/placements/:placement': 'messages.delete',
}

const codes = new WeakMap<FastifyRequest, ProblemCode>()
const claims = new WeakMap<FastifyRequest, AccessToken>()

/** Whose token a request carried, before its key was proven: a failing proof is for the partner to see too. */
export function noteClaim(request: FastifyRequest, token: AccessToken): void {
  claims.set(request, token)
}

/** Notes every call of these routes once it is answered. A call with no token of anybody's is in nobody's log. */
export function noteCalls(api: Http, { requests }: Pick<System, 'requests'>): void {
  api.addHook('onError', async (request, _, error) => {
    codes.set(request, problemOf(error).code)
  })
  api.addHook('onResponse', async (request, reply) => {
    const claim = claims.get(request)
    if (claim === undefined) return
    const { method } = request
    const route = request.routeOptions.url ?? ''
    const verb = verbOf[`${method} ${route}`]
    const { partner, person, feature } = claim
    const answered = reply.statusCode < 300 && verb !== undefined && feature !== null
    requests.note({
      partner,
      person,
      used: answered ? { feature, verb } : null,
      method,
      route,
      status: reply.statusCode,
      code: codes.get(request) ?? null,
      decision: decisionOf(reply),
      purpose: purposeOf(request),
      ms: reply.elapsedTime,
    })
  })
}

function decisionOf(reply: FastifyReply): DecisionId | null {
  return parseId('decision', reply.getHeader('countersign-decision')) ?? null
}

function purposeOf({ headers }: FastifyRequest): string | null {
  const purpose = headers['countersign-purpose']
  return typeof purpose === 'string' ? purpose : null
}
