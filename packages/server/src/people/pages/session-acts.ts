// What the plain pages do with a session: the tour's one click in a demo, and the way out of the top bar.
import { z } from 'zod'
import { endSession } from '../../acts/session.ts'
import { signInDemo } from '../../acts/sign-in-demo.ts'
import {
  clearSessionCookie,
  sessionSecretOf,
  setSessionCookie,
  signingBrowser,
} from '../../http/people-session.ts'
import { goOn, idIn, type PageScope } from './scope.ts'

/** Adds them. */
export function sessionActs({ http, system }: PageScope): void {
  const body = z.object({ person: z.string() })
  http.post('/demo/sign-in', { schema: { hide: true, body } }, async (request, reply) => {
    const person = idIn('person', request.body.person)
    const session = await signInDemo(system, person, signingBrowser(request, system.settings))
    setSessionCookie(reply, system.settings, session)
    return goOn(reply, '/')
  })
  http.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
    const secret = sessionSecretOf(request, system.settings)
    if (secret !== undefined) await endSession(system, secret)
    clearSessionCookie(reply, system.settings)
    return goOn(reply, '/')
  })
}
