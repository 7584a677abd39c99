// What the authorization server says when something of ours fails: what the rest of the server says, with a code of RFC 6749.
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { logFailure, problemBody, problemOf } from '../http/answer-problem.ts'
import { pageHeaders } from '../http/page.ts'
import { problemPage } from '../http/problem-page.ts'
import { loggable } from '../ports/loggable.ts'

/**
 * oidc-provider says `server_error`, 500, of every error that is not its own, and prints those outside of its endpoints.
 * With this a lost database is a 503 that is worth another try, and the house's log has one line of every failure. A
 * browser stays here with a page, where loading it again goes on, and is not sent back to the company with an error.
 * @param requestOf gives the request as it reached us
 */
export function answerFailures(
  provider: Provider,
  requestOf: (raw: IncomingMessage) => FastifyRequest | undefined,
): void {
  const failures = new WeakMap<object, unknown>()
  provider.on('server_error', (ctx, error) => failures.set(ctx, error))
  provider.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      failures.set(ctx, error)
    }
    const request = requestOf(ctx.req)
    if (failures.has(ctx) && request !== undefined) answerFailure(ctx, request, failures.get(ctx))
  })
  // Koa's own event, of connections that break while an answer is sent; unheard, it would print them.
  const koa: EventEmitter = provider
  koa.on('error', (error: unknown, { req }: Context) =>
    requestOf(req)?.log.warn(loggable(error), 'oauth: an answer could not be sent'),
  )
}

type Context = Parameters<Parameters<Provider['use']>[0]>[0]

function answerFailure(ctx: Context, request: FastifyRequest, error: unknown): void {
  const problem = problemOf(error)
  logFailure(request.log, problem, error)
  const body = problemBody(problem, request.id)
  ctx.remove('location')
  ctx.status = body.status
  ctx.set('cache-control', 'no-store')
  if (body.status === 503) ctx.set('retry-after', '1')
  if (ctx.accepts('json', 'html') === 'html') {
    ctx.set(pageHeaders())
    ctx.type = 'html'
    ctx.body = problemPage(body)
  } else
    ctx.body = {
      error: body.status === 503 ? 'temporarily_unavailable' : 'server_error',
      error_description: body.detail,
    }
}
