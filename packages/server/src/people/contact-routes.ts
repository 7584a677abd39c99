// My addresses: see, enter, prove, take away.

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { confirmContact, emailAddress, removeContact, sendContactCode } from '../acts/prove-contact.ts'
import { limitMail } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { contactsOf } from '../store/contacts.ts'
import type { System } from '../system.ts'
import { personOf, provenPersonOf } from './authenticate.ts'
import { id } from './schemas.ts'

const tags = ['contact']

/** Addresses of the person signed in. */
export function contactRoutes(api: Http, system: System): void {
  api.get(
    '/contacts',
    { schema: { tags, summary: 'My addresses', response: { 200: wire.contacts } } },
    async (request) => ({ items: [...(await contactsOf(system.app, personOf(request)))] }),
  )
  api.post(
    '/contacts',
    {
      schema: {
        tags,
        summary: 'Send a code to an address, to show that it reaches me, after showing that it is I',
        body: z.strictObject({ email: emailAddress }),
        response: { 202: z.object({}) },
      },
    },
    async (request, reply) => {
      const to = { person: await provenPersonOf(system, request), email: request.body.email }
      await limitMail(request, reply, to)
      await sendContactCode(system, to)
      return reply.code(202).send({})
    },
  )
  api.post(
    '/contacts/confirm',
    {
      schema: {
        tags,
        summary: 'Show the code that came to the address',
        body: z.strictObject({ code: z.string().min(1).max(1_000) }),
        response: { 200: wire.contacts },
      },
    },
    async (request) => {
      const person = personOf(request)
      await confirmContact(system, { person, code: request.body.code })
      return { items: [...(await contactsOf(system.app, person))] }
    },
  )
  api.delete(
    '/contacts/:contact',
    {
      schema: {
        tags,
        summary: 'Take an address away',
        params: z.strictObject({ contact: id('contact') }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await removeContact(system, { person: personOf(request), contact: request.params.contact })
      return reply.code(204).send()
    },
  )
}
