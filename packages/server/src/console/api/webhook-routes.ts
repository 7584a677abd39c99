// The webhook of a company: where its events are sent. Every change is public in the register.
import { z } from 'zod'
import { dropWebhook, rotateWebhookSecret, setWebhook } from '../../acts/set-webhook.ts'
import type { Http } from '../../http/server.ts'
import { findWebhook } from '../../store/webhooks.ts'
import type { System } from '../../system.ts'
import { type AtCompany, atCompany } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: webhook']
const path = '/partners/:partner/webhook'
const time = z.iso.datetime()
const secret = z.string().describe('`whsec_…` (Standard Webhooks). Shown this once.')
const webhook = z.object({
  url: z.string(),
  set_at: time,
  previous_secret_until: time.nullable().describe('Until then the secret before signs too.'),
})

/** The company of a request as acts of its webhook take it. */
export const changeOf = ({ staff }: AtCompany) => ({ partner: staff.partner, by: staff.person })

/** Adds them. */
export function webhookRoutes(api: Http, system: System): void {
  const shared = { tags, params: wire.ofCompany }
  const found = z.object({ webhook: webhook.nullable() })
  api.get(
    path,
    { schema: { ...shared, summary: 'Where events are sent', response: { 200: found } } },
    async (request) => {
      const { company } = await atCompany(system, request)
      const known = await findWebhook(system.app, company.id)
      if (known === undefined) return { webhook: null }
      const { url, setAt, previous } = known
      const until = previous !== null && previous.until > system.clock.now() ? previous.until : null
      const previousUntil = until === null ? null : wire.wireTime(until)
      return { webhook: { url, set_at: wire.wireTime(setAt), previous_secret_until: previousUntil } }
    },
  )
  api.put(
    path,
    {
      schema: {
        ...shared,
        summary: 'Have events sent to an address, signed with a new secret, instead of over a stream',
        body: z.strictObject({ url: wire.text }),
        response: { 200: z.object({ url: z.string(), secret }) },
      },
    },
    async (request) => setWebhook(system, changeOf(await atCompany(system, request)), request.body.url),
  )
  api.post(
    `${path}/secret`,
    {
      schema: {
        ...shared,
        summary: 'A new secret; the one before signs beside it for a day',
        response: { 200: z.object({ url: z.string(), secret, previous_secret_until: time }) },
      },
    },
    async (request) => {
      const { previousUntil, ...set } = await rotateWebhookSecret(
        system,
        changeOf(await atCompany(system, request)),
      )
      return { ...set, previous_secret_until: wire.wireTime(previousUntil) }
    },
  )
  api.delete(
    path,
    { schema: { ...shared, summary: 'Have nothing sent any more', response: { 204: z.undefined() } } },
    async (request, reply) => {
      await dropWebhook(system, changeOf(await atCompany(system, request)))
      return reply.code(204).send()
    },
  )
}
