// The people's pages: server-rendered, without script. Forms post and redirect; errors are pages with the same codes.
import formbody from '@fastify/formbody'
import type { FastifyError } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answerProblem, problemOf } from '../../http/answer-problem.ts'
import { assertOwnOrigin } from '../../http/people-session.ts'
import { rateLimits } from '../../http/rate-limit.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { appPages } from '../app-pages.ts'
import { goOn, type PageScope } from './scope.ts'
import { sessionActs } from './session-acts.ts'

const rooms: readonly ((scope: PageScope) => void)[] = [sessionActs, appPages]

/**
 * Adds every page people see, within a scope of its own: forms are read here and nowhere else, every post must come from
 * our own pages, and whoever is not signed in is taken to the sign-in page and back.
 */
export async function peoplePages(http: Http, system: System): Promise<void> {
  await http.register(async (scoped) => {
    const pages = scoped.withTypeProvider<ZodTypeProvider>()
    await pages.register(formbody)
    await rateLimits(pages)
    pages.addHook('onRequest', async (request) => {
      if (request.method === 'POST') assertOwnOrigin(request, system.settings)
    })
    pages.setErrorHandler(async (error: FastifyError, request, reply) => {
      const toSignIn = problemOf(error).code === 'SIGN_IN' && request.method === 'GET'
      return toSignIn
        ? goOn(reply, `/sign-in?next=${encodeURIComponent(request.url)}`)
        : answerProblem(error, request, reply)
    })
    for (const room of rooms) room({ http: pages, system })
  })
}
