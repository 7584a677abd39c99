// The people's JSON API: everything below /api/v1, for the person whose session cookie a request carries (design §13).
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { assertOwnOrigin } from '../http/people-session.ts'
import { rateLimits } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { answerRoutes, askRoutes } from './answer-routes.ts'
import { authenticate } from './authenticate.ts'
import { contactRoutes } from './contact-routes.ts'
import { friendRoutes } from './friend-routes.ts'
import { messageRoutes, reactionRoutes } from './message-routes.ts'
import { noticeRoutes } from './notice-routes.ts'
import { disclosureRoutes, grantRoutes, switchRoutes } from './permission-routes.ts'
import { openRoutes, sessionRoutes } from './session-routes.ts'
import { shareRoutes } from './share-routes.ts'
import { memberRoutes, threadRoutes } from './thread-routes.ts'

const forPeople = [
  sessionRoutes,
  threadRoutes,
  memberRoutes,
  messageRoutes,
  reactionRoutes,
  friendRoutes,
  contactRoutes,
  grantRoutes,
  switchRoutes,
  disclosureRoutes,
  askRoutes,
  answerRoutes,
  shareRoutes,
  noticeRoutes,
] as const

/**
 * Adds the people's API. Of every request it is asked first whether it comes from our own pages, if it could change
 * anything, and who is signed in; only then is it read.
 */
export async function peopleRoutes(http: Http, system: System): Promise<void> {
  await http.register(
    async (scope) => {
      const api: Http = scope.withTypeProvider<ZodTypeProvider>()
      // JSON and nothing else: a form of another site can send the other types without asking a browser first.
      api.removeAllContentTypeParsers()
      api.addContentTypeParser(
        'application/json',
        { parseAs: 'string' },
        api.getDefaultJsonParser('error', 'error'),
      )
      // A parameter nobody reads is refused, so that nobody believes it did something (WRT-02: no way to hide a label).
      api.addHook('onRoute', (route) => {
        route.schema = { querystring: z.strictObject({}), ...route.schema }
      })
      api.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store')
        if (request.method !== 'GET' && request.method !== 'HEAD') assertOwnOrigin(request, system.settings)
      })
      await rateLimits(api)
      openRoutes(api, system)
      await api.register(async (inner) => {
        const signedIn: Http = inner.withTypeProvider<ZodTypeProvider>()
        signedIn.addHook('onRequest', (request) => authenticate(system, request))
        for (const routes of forPeople) routes(signedIn, system)
      })
    },
    { prefix: '/api/v1' },
  )
}
