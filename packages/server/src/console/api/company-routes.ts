// Companies: which ones somebody works for, registering one, one in full.

import type { Manifest } from '@countersign/protocol'
import { z } from 'zod'
import { registerCompany, saveCompany } from '../../acts/register-company.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { companyModel, placesModel } from '../model.ts'
import { type AtCompany, atCompany, consoleUser } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: company']

/** Adds them. */
export function companyRoutes(api: Http, system: System): void {
  api.get(
    '/partners',
    { schema: { tags, summary: 'The companies you work for', response: { 200: wire.listOf(wire.place) } } },
    async (request) => {
      const places = await placesModel(system, (await consoleUser(system, request)).person)
      const items = places.map(({ company: { id, slug, name }, role }) => ({ partner: id, slug, name, role }))
      return { items }
    },
  )
  const body = z.strictObject({
    slug: wire.text,
    name: wire.text,
    homepage: wire.text,
    redirect_uris: z.array(wire.text).max(20),
  })
  api.post(
    '/partners',
    { schema: { tags, summary: 'Register a company', body, response: { 201: wire.company } } },
    async (request, reply) => {
      const user = await consoleUser(system, request)
      const { redirect_uris: redirectUris, ...company } = request.body
      const { partner } = await registerCompany(system, user.person, { ...company, redirectUris })
      request.params = { partner }
      return reply.code(201).send(await companyJson(system, await atCompany(system, request)))
    },
  )
  oneCompany(api, system)
}

function oneCompany(api: Http, system: System): void {
  const shared = { tags, params: wire.ofCompany, response: { 200: wire.company } }
  api.get(
    '/partners/:partner',
    { schema: { ...shared, summary: 'A company, its client and its features' } },
    async (request) => companyJson(system, await atCompany(system, request)),
  )
  api.patch(
    '/partners/:partner',
    {
      schema: {
        ...shared,
        summary: 'Change name and homepage',
        body: z.strictObject({ name: wire.text, homepage: wire.text }),
      },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      await saveCompany(system, staff, request.body)
      return companyJson(system, await atCompany(system, request))
    },
  )
}

/** A company as the wire has it. */
export async function companyJson(
  system: Pick<System, 'app' | 'clock'>,
  { company, role }: Pick<AtCompany, 'company' | 'role'>,
): Promise<z.infer<typeof wire.company>> {
  const { client, features } = await companyModel(system, company.id)
  return {
    partner: company.id,
    slug: company.slug,
    name: company.name,
    homepage: company.homepage,
    suspended: company.suspended,
    certified_until: wire.wireTime(company.certifiedUntil),
    role,
    client: client && {
      client_id: client.id,
      redirect_uris: [...client.redirectUris],
      keys: client.keys.map((key) => ({ ...key })),
    },
    features: features.map(({ id, slug, startAt, endAt, newest, inForce }) => ({
      feature: id,
      slug,
      start_at: wire.wireTime(startAt),
      end_at: endAt === null ? null : wire.wireTime(endAt),
      newest: versionJson(newest),
      in_force: versionJson(inForce),
    })),
  }
}

function versionJson(manifest: Manifest | null) {
  if (manifest === null) return null
  const { version, publishedAt, reviewId } = manifest
  return { version, published_at: wire.wireTime(publishedAt), review_id: reviewId }
}
