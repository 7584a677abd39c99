// What everybody may see without signing in: the public register, as a page and as data (TRN-03), and the pages' looks.
import { personOfSession } from '../acts/session.ts'
import { mainNav } from '../http/main-nav.ts'
import { page, pageAssets, sendPage } from '../http/page.ts'
import { sessionSecretOf } from '../http/people-session.ts'
import type { Http } from '../http/server.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { registeredPartners, registerJson } from './register-model.ts'
import { registerPage } from './register-view.ts'

/** Adds the public routes. Who is signed in shows in the top bar and changes nothing else. */
export async function everyoneRoutes(http: Http, system: System): Promise<void> {
  await pageAssets(http)
  http.get('/register', { schema: { hide: true } }, async (request, reply) => {
    const partners = await registeredPartners(system.app, 'en')
    const id = await personOfSession(system, sessionSecretOf(request, system.settings))
    const person = id === undefined ? undefined : await findPerson(system.app, id)
    const nav = mainNav(person === undefined ? null : { name: person.displayName }, '/register')
    const body = registerPage(partners, system.clock.now())
    return sendPage(reply, page({ title: 'Companies', body, nav }))
  })
  http.get('/register.json', { schema: { hide: true } }, async (_, reply) =>
    reply.header('cache-control', 'no-cache').send(registerJson(await registeredPartners(system.app, 'en'))),
  )
}
