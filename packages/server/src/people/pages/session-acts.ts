// What the plain pages do with a session: the way out of the top bar.
import { endSession } from '../../acts/session.ts'
import { clearSessionCookie, sessionSecretOf } from '../../http/people-session.ts'
import { goOn, type PageScope } from './scope.ts'

/** Adds them. */
export function sessionActs({ http, system }: PageScope): void {
  http.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
    const secret = sessionSecretOf(request, system.settings)
    if (secret !== undefined) await endSession(system, secret)
    clearSessionCookie(reply, system.settings)
    return goOn(reply, '/')
  })
}
