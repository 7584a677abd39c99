// Reminders of what I allow: that I looked, and whether they come by mail too (SUN-07).
import { z } from 'zod'
import type { Http } from '../http/server.ts'
import { remindsByMail, saveByMail, saveOpened } from '../store/reminders.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'

const tags = ['permissions']
const choice = z.object({ by_mail: z.boolean() })

/** Reminders: look, choose, and say that I looked. */
export function reminderRoutes(api: Http, system: System): void {
  api.get(
    '/reminders',
    { schema: { tags, summary: 'Whether reminders come by mail too', response: { 200: choice } } },
    async (request) => ({ by_mail: await remindsByMail(system.app, personOf(request)) }),
  )
  api.put(
    '/reminders',
    {
      schema: {
        tags,
        summary: 'Have reminders by mail, or no more',
        body: z.strictObject({ by_mail: z.boolean() }),
        response: { 200: choice },
      },
    },
    async (request) => {
      await saveByMail(system.app, personOf(request), request.body.by_mail)
      return request.body
    },
  )
  // A post of its own: another site can make somebody's browser get something, and would put reminders off for ever.
  api.post(
    '/privacy/opened',
    {
      schema: {
        tags,
        summary: 'Say that I looked at what I allow: the next reminder is ninety days away',
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await saveOpened(system.app, personOf(request), system.clock.now())
      return reply.code(204).send()
    },
  )
}
