// The partner console (design §8): what a company's own people do. An API and pages over the same acts.
import formbody from '@fastify/formbody'
import type { FastifyError } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answerProblem, problemOf } from '../http/answer-problem.ts'
import { goOn } from '../http/go-on.ts'
import { jsonOnly } from '../http/json-only.ts'
import { assertOwnOrigin } from '../http/people-session.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { clientRoutes } from './api/client-routes.ts'
import { companyRoutes } from './api/company-routes.ts'
import { deliveryRoutes } from './api/delivery-routes.ts'
import { manifestRoutes } from './api/manifest-routes.ts'
import { powerRoutes } from './api/power-routes.ts'
import { teamRoutes } from './api/team-routes.ts'
import { tryingRoutes } from './api/trying-routes.ts'
import { webhookRoutes } from './api/webhook-routes.ts'
import { clientPages } from './pages/client-routes.ts'
import { companyPages } from './pages/company-routes.ts'
import { deliveryPages } from './pages/delivery-routes.ts'
import { manifestPages } from './pages/manifest-routes.ts'
import { powersPages } from './pages/powers-routes.ts'
import { sunsetPages } from './pages/sunset-routes.ts'
import { teamPages } from './pages/team-routes.ts'
import { tryingPages } from './pages/trying-routes.ts'
import { webhookPages } from './pages/webhook-routes.ts'
import { type ConsoleScope, consoleUser } from './scope.ts'

const apiRoutes = [
  companyRoutes,
  clientRoutes,
  manifestRoutes,
  powerRoutes,
  teamRoutes,
  tryingRoutes,
  webhookRoutes,
  deliveryRoutes,
] as const
const pages: readonly ((scope: ConsoleScope) => void)[] = [
  companyPages,
  clientPages,
  manifestPages,
  powersPages,
  sunsetPages,
  teamPages,
  tryingPages,
  webhookPages,
  deliveryPages,
]

/** Adds the console. Of every request it is asked first where it comes from, and who is signed in; only then is it read. */
export async function consoleRoutes(http: Http, system: System): Promise<void> {
  await http.register(
    async (scope) => {
      const api: Http = scope.withTypeProvider<ZodTypeProvider>()
      jsonOnly(api, system)
      api.addHook('onRequest', async (request) => {
        await consoleUser(system, request)
      })
      for (const routes of apiRoutes) routes(api, system)
    },
    { prefix: '/console/api/v1' },
  )
  await http.register(async (scope) => {
    const room: Http = scope.withTypeProvider<ZodTypeProvider>()
    await room.register(formbody)
    room.addHook('onRequest', async (request) => {
      if (request.method === 'POST') assertOwnOrigin(request, system.settings)
      await consoleUser(system, request)
    })
    room.setErrorHandler(async (error: FastifyError, request, reply) => {
      const toSignIn = problemOf(error).code === 'SIGN_IN' && request.method === 'GET'
      return toSignIn
        ? goOn(reply, `/sign-in?next=${encodeURIComponent(request.url)}`)
        : answerProblem(error, request, reply)
    })
    for (const add of pages) add({ http: room, system })
  })
}
