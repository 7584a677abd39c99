// The pages of addresses: enter one, say yes to the code that came, take one away.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { proveByPassword } from '../../acts/prove-again.ts'
import { confirmContact, emailAddress, removeContact, sendContactCode } from '../../acts/prove-contact.ts'
import { limitMail, proofLimit } from '../../http/rate-limit.ts'
import { Problem } from '../../problems.ts'
import { contactsOf } from '../../store/contacts.ts'
import type { System } from '../../system.ts'
import { ownSessionOf, provenPersonOf } from '../authenticate.ts'
import { password } from '../schemas.ts'
import { confirmPage, contactsPage } from './contact-view.ts'
import { goOn, idIn, type PageScope, show, signedIn } from './scope.ts'

/** What was just done, as the address says after a form. */
const done = z.enum(['sent', 'proven', 'removed']).optional()

/** Adds them. */
export function contactPages({ http, system }: PageScope): void {
  http.get(
    '/contact',
    { schema: { hide: true, querystring: z.object({ done }) } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const contacts = await contactsOf(system.app, visitor.id)
      const body = contactsPage({
        contacts,
        done: request.query.done ?? null,
        asksPassword: await asksPassword(system, request),
      })
      return show(reply, { title: 'How to reach you', body, visitor, here: '/privacy' })
    },
  )
  http.post(
    '/contact',
    {
      config: { rateLimit: proofLimit(system.settings) },
      schema: { hide: true, body: z.object({ email: emailAddress, password: password.optional() }) },
    },
    async (request, reply) => {
      const { body } = request
      if (body.password !== undefined)
        await proveByPassword(system, await ownSessionOf(system, request), body.password)
      const to = { person: await provenPersonOf(system, request), email: body.email }
      await limitMail(request, reply, to)
      await sendContactCode(system, to)
      return goOn(reply, '/contact?done=sent')
    },
  )
  const code = z.object({ code: z.string().max(1_000) })
  // Opening the link changes nothing: programs that look at mail open links too.
  http.get('/contact/confirm', { schema: { hide: true, querystring: code } }, async (request, reply) => {
    const visitor = await signedIn(system, request)
    const body = confirmPage({ code: request.query.code, name: visitor.name })
    return show(reply, { title: 'Is this your address?', body, visitor, here: '/privacy', width: 'form' })
  })
  http.post('/contact/confirm', { schema: { hide: true, body: code } }, async (request, reply) => {
    const { id: person } = await signedIn(system, request)
    await confirmContact(system, { person, code: request.body.code })
    return goOn(reply, '/contact?done=proven')
  })
  http.post(
    '/contact/:contact/remove',
    { schema: { hide: true, params: z.object({ contact: z.string() }) } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      await removeContact(system, { person, contact: idIn('contact', request.params.contact) })
      return goOn(reply, '/contact?done=removed')
    },
  )
}

/** Whether it is a while since they showed that it is they. */
async function asksPassword(system: System, request: FastifyRequest): Promise<boolean> {
  return provenPersonOf(system, request).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Problem && error.code === 'PROVE_AGAIN') return true
      throw error
    },
  )
}
