// The page of a company's declaration.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type CheckedFile, checkPartnerFile, submitPartnerFile } from '../../acts/submit-partner-file.ts'
import { writePartnerFile } from '../../acts/write-partner-file.ts'
import { goOn } from '../../http/go-on.ts'
import type { Http } from '../../http/server.ts'
import { takeUploads, uploadedText } from '../../http/uploaded-text.ts'
import type { System } from '../../system.ts'
import { companyModel, reviewsModel } from '../model.ts'
import { type AtCompany, atCompany, type ConsoleScope, show } from '../scope.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { manifestView } from './manifest-view.ts'
import { orTrouble } from './trouble.ts'

const here = '/console/:partner/manifest'
/** Of a declaration, pasted or uploaded. */
const MOST_BYTES = 100_000
const body = z.object({ text: z.string().max(MOST_BYTES) })

/** Adds it. */
export function manifestPages({ http, system }: ConsoleScope): void {
  const querystring = z.object({ done: z.enum(['submitted']).optional() })
  http.get(here, { schema: { hide: true, querystring } }, async (request, reply) => {
    const done = request.query.done && 'Submitted. Test people have it now; below is where its review stands.'
    return page(system, reply, await atCompany(system, request), { done })
  })
  http.post(`${here}/check`, { schema: { hide: true, body } }, async (request, reply) => {
    const at = await atCompany(system, request)
    const { text } = request.body
    return page(system, reply, at, { text, checked: await checkPartnerFile(system, at.staff, text) })
  })
  http.post(here, { schema: { hide: true, body } }, async (request, reply) => {
    const at = await atCompany(system, request)
    const { text } = request.body
    return orTrouble(
      async () => {
        await submitPartnerFile(system, at.staff, text)
        return goOn(reply, `${companyPath(at.company, '/manifest')}?done=submitted`)
      },
      (trouble, status) => page(system, reply, at, { text, trouble }, status),
    )
  })
  void http.register(async (scope: Http) => {
    await takeUploads(scope, MOST_BYTES)
    fileRoute({ http: scope, system })
  })
}

/** A file is read into the text field and checked, so that what is submitted was seen. */
function fileRoute({ http, system }: ConsoleScope): void {
  http.post(`${here}/file`, { schema: { hide: true } }, async (request, reply) => {
    const at = await atCompany(system, request)
    return orTrouble(
      async () => {
        const text = await uploadedText(request)
        return page(system, reply, at, { text, checked: await checkPartnerFile(system, at.staff, text) })
      },
      (trouble, status) => page(system, reply, at, { trouble }, status),
    )
  })
}

async function page(
  system: System,
  reply: FastifyReply,
  { company, person }: AtCompany,
  given: {
    readonly text?: string
    readonly checked?: CheckedFile
    readonly done?: string | undefined
    readonly trouble?: Trouble
  },
  status = 200,
): Promise<FastifyReply> {
  const { client, features } = await companyModel(system, company.id)
  const written = client && { redirectUris: client.redirectUris, jwks: { keys: client.keys } }
  const text = given.text ?? writePartnerFile(company, written, features)
  const reviews = await reviewsModel(system, company.id)
  const view = { company, text, checked: given.checked ?? null, reviews }
  const body = companyFrame(company, '/manifest', { ...given, body: manifestView(view, system.clock.now()) })
  return show(system, reply, { title: `Manifest of ${company.name}`, body, person, status })
}
