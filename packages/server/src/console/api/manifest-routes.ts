// A company's declaration: as text, checked and compared, submitted, and where its reviews stand.
import { z } from 'zod'
import { checkPartnerFile, submitPartnerFile } from '../../acts/submit-partner-file.ts'
import { writePartnerFile } from '../../acts/write-partner-file.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { companyModel, reviewsModel } from '../model.ts'
import { atCompany } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: manifest']
const path = '/partners/:partner/manifest'
const body = z.strictObject({ text: z.string().max(100_000).describe('A countersign.partner.yaml.') })
const sentences = z.array(z.string())
const finding = z.object({
  rule: z.string(),
  level: z.enum(['error', 'warning', 'note']),
  at: z.string(),
  problem: z.string(),
  line: z.int(),
  column: z.int(),
})
const compared = z.object({
  slug: z.string(),
  effect: z.enum(['review', 'narrows', 'unchanged']),
  needs_owner: z.boolean().describe('It takes something away from everybody: only an owner can submit it.'),
  widens: sentences,
  narrows: sentences,
  rewords: sentences,
})
const submitted = z.object({
  feature: z.string(),
  slug: z.string(),
  version: z.int(),
  outcome: z.enum(['waiting', 'published', 'unchanged']),
  review: z.string().nullable(),
})
const review = z.object({
  review: z.string(),
  feature: z.string(),
  version: z.int(),
  state: z.enum(['waiting', 'approved', 'rejected', 'replaced']),
  submitted_at: z.iso.datetime(),
  approvals: z.int(),
  needed: z.int(),
  notes: sentences,
})

/** Adds them. */
export function manifestRoutes(api: Http, system: System): void {
  const shared = { tags, params: wire.ofCompany }
  const text = z.object({ text: z.string() })
  api.get(
    path,
    { schema: { ...shared, summary: 'The declaration as text', response: { 200: text } } },
    async (request) => {
      const { company } = await atCompany(system, request)
      const { client, features } = await companyModel(system, company.id)
      const written = client && { redirectUris: client.redirectUris, jwks: { keys: client.keys } }
      return { text: writePartnerFile(company, written, features) }
    },
  )
  const checked = z.object({ findings: z.array(finding), features: z.array(compared) })
  api.post(
    `${path}/check`,
    {
      schema: {
        ...shared,
        summary: 'What a reviewer would say of a declaration, and what it would change',
        body,
        response: { 200: checked },
      },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      const { findings, features } = await checkPartnerFile(system, staff, request.body.text)
      return {
        findings: [...findings],
        features: features.map(({ slug, effect, needsOwner, diff: { widens, narrows, rewords } }) => ({
          slug,
          effect,
          needs_owner: needsOwner,
          widens: [...widens],
          narrows: [...narrows],
          rewords: [...rewords],
        })),
      }
    },
  )
  api.post(
    path,
    {
      schema: { ...shared, summary: 'Submit a declaration', body, response: { 200: wire.listOf(submitted) } },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      const items = await submitPartnerFile(system, staff, request.body.text)
      return {
        items: items.map(({ feature, slug, version, outcome, review: id }) => ({
          feature,
          slug,
          version,
          outcome,
          review: id,
        })),
      }
    },
  )
  api.get(
    '/partners/:partner/reviews',
    { schema: { ...shared, summary: 'Where reviews stand', response: { 200: wire.listOf(review) } } },
    async (request) => {
      const { company } = await atCompany(system, request)
      const items = (await reviewsModel(system, company.id)).map(
        ({ id, feature, version, state, submittedAt, approvals, needed, notes }) => ({
          review: id,
          feature,
          version,
          state,
          approvals,
          needed,
          submitted_at: wire.wireTime(submittedAt),
          notes: [...notes],
        }),
      )
      return { items }
    },
  )
}
