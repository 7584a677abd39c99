// The privacy centre at a glance, that I looked at it, and whether reminders of it come by mail too (TRN-01, SUN-07).

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { privacyOverview } from '../acts/privacy-overview.ts'
import type { Http } from '../http/server.ts'
import { remindsByMail, saveByMail, saveOpened } from '../store/reminders.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentPrivacy } from './present-privacy.ts'

const tags = ['permissions']
const choice = z.object({ by_mail: z.boolean() })

/** The privacy centre: see it, say that I saw it, choose how I am reminded of it. */
export function privacyRoutes(api: Http, system: System): void {
  api.get(
    '/privacy',
    {
      schema: {
        tags,
        summary: 'Every company, what it may have of me and what it got, day by day',
        response: { 200: wire.privacy },
      },
    },
    async (request) => presentPrivacy(await privacyOverview(system, { person: personOf(request) })),
  )
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
