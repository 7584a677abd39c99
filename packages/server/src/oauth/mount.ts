// Puts the authorization server on our HTTP server: its protocol endpoints as they are, its pages as ours.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { personOfSession } from '../acts/session.ts'
import { sessionSecretOf } from '../http/people-session.ts'
import { assertPreflight } from '../http/preflight.ts'
import type { Http } from '../http/server.ts'
import { loggable } from '../ports/loggable.ts'
import { deleteExpiredProofs } from '../store/dpop-proofs.ts'
import { deleteExpiredModels } from '../store/oauth-models.ts'
import type { System } from '../system.ts'
import { answerFailures } from './failures.ts'
import { interactionRoutes } from './interaction-routes.ts'
import { asSentTo, cookieNames, createProvider, oauthRoutes } from './provider.ts'
import { tokenClock } from './token-clock.ts'

/**
 * Every endpoint with its methods: whatever else is asked for gets the 404 of all our addresses. OPTIONS is where a browser
 * asks for a page of a partner's own, and only where a client proves itself: never where a person's cookie is read.
 */
const endpoints = [
  { url: oauthRoutes.authorization, method: ['GET', 'POST'] },
  { url: `${oauthRoutes.authorization}/:uid`, method: ['GET'] },
  { url: oauthRoutes.pushed_authorization_request, method: ['POST', 'OPTIONS'] },
  { url: oauthRoutes.token, method: ['POST', 'OPTIONS'] },
  { url: oauthRoutes.revocation, method: ['POST', 'OPTIONS'] },
  { url: oauthRoutes.introspection, method: ['POST'] },
  { url: oauthRoutes.userinfo, method: ['GET', 'POST'] },
  { url: oauthRoutes.jwks, method: ['GET'] },
  { url: '/.well-known/openid-configuration', method: ['GET'] },
  { url: '/.well-known/oauth-authorization-server', method: ['GET'] },
]
/** How often what has run out is cleared away. Nothing is accepted longer for lying there. */
const SWEEP_EVERY_MS = 60_000

/** Mounts authorization, its pages and its discovery documents. */
export async function mountOauth(http: Http, system: System): Promise<void> {
  const provider = createProvider(system)
  const requests = new WeakMap<IncomingMessage, FastifyRequest>()
  answerFailures(provider, (raw) => requests.get(raw))
  const answer = provider.callback()
  await http.register(async (raw: Http) => {
    // oidc-provider reads bodies itself, with its own limit.
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', (_request, _body, done) => done(null))
    for (const { url, method } of endpoints) {
      const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
        if (request.method === 'OPTIONS') assertPreflight(request)
        asSentTo(system.settings.publicUrl, request.raw)
        if (url === oauthRoutes.authorization)
          await forgetOtherPerson(system, provider, request.raw, reply.raw)
        requests.set(request.raw, request)
        reply.hijack()
        await answer(request.raw, reply.raw)
      }
      raw.route({ url, method, schema: { hide: true }, handler })
    }
  })
  await interactionRoutes(http, system, provider)
  sweepInBackground(http, system)
}

/**
 * An OAuth session lives beside the person's own. When they signed out, or in as somebody else, an authorization begins
 * without the old one: nobody is ever asked, or answered for, as the person before them.
 */
async function forgetOtherPerson(
  system: System,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!request.headers.cookie?.includes(`${cookieNames.session}=`)) return
  const person = await personOfSession(system, sessionSecretOf(request, system.settings))
  const session = await provider.Session.get(provider.createContext(request, response))
  if (person !== undefined && session.accountId === person) return
  request.headers.cookie = request.headers.cookie
    .split(';')
    .filter((pair) => !pair.trim().startsWith(cookieNames.session))
    .join(';')
}

function sweepInBackground(http: Http, system: System): void {
  const timer = setInterval(() => {
    const now = tokenClock.now()
    Promise.all([deleteExpiredModels(system.app, now), deleteExpiredProofs(system.app, now)]).catch(
      (error: unknown) => system.log.warn(loggable(error), 'oauth: sweeping failed; it is tried again'),
    )
  }, SWEEP_EVERY_MS)
  timer.unref()
  http.addHook('onClose', async () => clearInterval(timer))
}
