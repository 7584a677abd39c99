// The permission screen as JSON, for the app that draws it: below the authorization's own address, for the browser it began in.
import * as wire from '@countersign/protocol/permission-api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { ThreadPreview } from '../acts/preview-permission.ts'
import { jsonOnly } from '../http/json-only.ts'
import { presentOwnWords } from '../http/present-own-words.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { endStop, guardOf, stopOf } from './interaction.ts'
import {
  personOfStop,
  previewOf,
  refused,
  type Step,
  shownPermission,
  takePermission,
} from './permission-step.ts'

const params = z.object({ uid: z.string().max(100) })
const hide = true

/** Registers them: JSON only, changes from our own pages only, and nothing without what the screen itself was given. */
export async function permissionRoutes(http: Http, system: System, provider: Provider): Promise<void> {
  const stepOf = (request: UidRequest, reply: FastifyReply): Promise<Step> =>
    permissionStep(system, provider, request, reply)
  await http.register(async (scope) => {
    const api: Http = scope.withTypeProvider<ZodTypeProvider>()
    jsonOnly(api, system)
    api.get(
      '/interaction/:uid/permission',
      { schema: { hide, params, response: { 200: wire.permissionScreen } } },
      async (request, reply) => shownPermission(await stepOf(request, reply)),
    )
    api.post(
      '/interaction/:uid/permission/preview',
      {
        schema: { hide, params, body: wire.permissionTicks, response: { 200: wire.permissionPreview } },
      },
      async (request, reply) => {
        const step = await stepOf(request, reply)
        assertGuard(step, request.body.guard)
        return { items: (await previewOf(step, request.body)).map(presentPreview) }
      },
    )
    api.post(
      '/interaction/:uid/permission',
      {
        schema: { hide, params, body: wire.permissionAnswer, response: { 200: wire.permissionAnswered } },
      },
      async (request, reply) => {
        const step = await stepOf(request, reply)
        const { body } = request
        assertGuard(step, body.guard)
        const result = body.answer === 'yes' ? await takePermission(step, body, body.signed) : refused
        return { next: await endStop(provider, request.raw, reply.raw, result) }
      },
    )
  })
}

type UidRequest = FastifyRequest<{ Params: { uid: string } }>

/** The stop a request is at. @throws {Problem} ALREADY where it does not ask for permission; REQUEST_OVER, NOT_ALLOWED */
async function permissionStep(
  system: System,
  provider: Provider,
  { raw, params: { uid } }: UidRequest,
  reply: FastifyReply,
): Promise<Step> {
  const stop = await stopOf(provider, system, { raw, uid }, reply.raw)
  if (stop.prompt !== 'consent' || stop.details === null) throw new Problem('ALREADY')
  return { system, provider, stop, person: await personOfStop(system, stop) }
}

/** @throws {Problem} WRONG_ORIGIN for whoever did not read the screen of this stop and person */
function assertGuard({ system, stop, person }: Step, guard: string): void {
  if (guard !== guardOf(system, stop.uid, person.id)) throw new Problem('WRONG_ORIGIN')
}

/** One thread's part of a preview: the person's own words, as they would go, and of others nothing. */
function presentPreview({
  purpose,
  thread,
  preview,
}: ThreadPreview): z.infer<typeof wire.permissionPreview>['items'][number] {
  if (preview.outcome === 'refuse') return { purpose, thread, items: [], more: false, nothing: preview.code }
  return { purpose, thread, items: presentOwnWords(preview.messages), more: preview.more, nothing: null }
}
