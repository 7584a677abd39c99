// The page of a company's webhook. A secret is on the page that answers the form which made it, and never again.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { dropWebhook, rotateWebhookSecret, setWebhook } from '../../acts/set-webhook.ts'
import { goOn } from '../../http/go-on.ts'
import { findWebhook } from '../../store/webhooks.ts'
import type { System } from '../../system.ts'
import { changeOf } from '../api/webhook-routes.ts'
import { type AtCompany, atCompany, type ConsoleScope, show } from '../scope.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { orTrouble } from './trouble.ts'
import { webhookView } from './webhook-view.ts'

const done: Readonly<Record<string, string>> = {
  removed: 'Removed. Nothing is sent any more; follow the stream to hear what happens.',
}

/** Adds it. */
export function webhookPages({ http, system }: ConsoleScope): void {
  const path = '/console/:partner/webhook'
  const querystring = z.object({ done: z.string().max(20).optional() })
  http.get(path, { schema: { hide: true, querystring } }, async (request, reply) =>
    page(system, reply, await atCompany(system, request), { done: done[request.query.done ?? ''] }),
  )
  const body = z.object({ url: z.string().max(2_000) })
  http.post(`${path}/address`, { schema: { hide: true, body } }, async (request, reply) => {
    const here = await atCompany(system, request)
    const url = request.body.url.trim()
    return orTrouble(
      async () =>
        page(system, reply, here, { secret: (await setWebhook(system, changeOf(here), url)).secret }),
      (trouble, status) => page(system, reply, here, { trouble, wanted: url }, status),
    )
  })
  http.post(`${path}/secret`, { schema: { hide: true } }, async (request, reply) => {
    const here = await atCompany(system, request)
    return orTrouble(
      async () =>
        page(system, reply, here, { secret: (await rotateWebhookSecret(system, changeOf(here))).secret }),
      (trouble, status) => page(system, reply, here, { trouble }, status),
    )
  })
  http.post(`${path}/remove`, { schema: { hide: true } }, async (request, reply) => {
    const here = await atCompany(system, request)
    await dropWebhook(system, changeOf(here))
    return goOn(reply, `${companyPath(here.company, '/webhook')}?done=removed`)
  })
}

interface Said {
  readonly done?: string | undefined
  readonly trouble?: Trouble
  /** The address that was refused, to be corrected. */
  readonly wanted?: string
  /** One that was just made. */
  readonly secret?: string
}

async function page(
  system: System,
  reply: FastifyReply,
  { company, person }: AtCompany,
  { wanted, secret, ...said }: Said,
  status = 200,
): Promise<FastifyReply> {
  const webhook = await findWebhook(system.app, company.id)
  const body = webhookView(company, { webhook, wanted, secret, now: system.clock.now() })
  const framed = companyFrame(company, '/webhook', { ...said, body })
  return show(system, reply, { title: `Webhook of ${company.name}`, body: framed, person, status })
}
