// The page with which a person closes their account: what happens, what stays, and their password once more.
import { z } from 'zod'
import { closeAccount } from '../../acts/close-account.ts'
import { clearSessionCookie } from '../../http/people-session.ts'
import { signInLimit } from '../../http/rate-limit.ts'
import { Problem } from '../../problems.ts'
import { grantsOfPerson } from '../../store/grants.ts'
import { closedPage, closePage } from './account-view.ts'
import { type PageScope, pageTime, show, signedIn } from './scope.ts'

/** Adds it. */
export function accountPages({ http, system }: PageScope): void {
  const live = async (person: Parameters<typeof grantsOfPerson>[1]): Promise<number> => {
    const now = pageTime(system)
    const grants = await grantsOfPerson(system.app, person)
    return grants.filter(({ state, endAt }) => state === 'given' && now < endAt).length
  }
  http.get('/account/close', { schema: { hide: true } }, async (request, reply) => {
    const visitor = await signedIn(system, request)
    const body = closePage({ name: visitor.name, permissions: await live(visitor.id), wrong: false })
    return show(reply, { title: 'Close your account', body, visitor, here: '/privacy', width: 'form' })
  })
  http.post(
    '/account/close',
    {
      config: { rateLimit: signInLimit },
      schema: {
        hide: true,
        body: z.object({ login: z.string().max(300), password: z.string().max(1_000) }),
      },
    },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      try {
        await closeAccount(system, { person: visitor.id, ...request.body })
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'WRONG_PASSWORD') throw error
        const body = closePage({ name: visitor.name, permissions: await live(visitor.id), wrong: true })
        const shown = { title: 'Close your account', body, visitor, here: '/privacy', width: 'form' } as const
        return show(reply, { ...shown, status: 401 })
      }
      clearSessionCookie(reply, system.settings)
      return show(reply, { title: 'Closed', body: closedPage(), visitor: null, width: 'form' })
    },
  )
}
