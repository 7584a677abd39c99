// The powers of a company's features, and giving one back for everybody.
import { purposeNames, reachBand, reachBands, verbs } from '@countersign/protocol'
import { z } from 'zod'
import { budgetUsed } from '../../acts/budget-used.ts'
import { endFeature, previewEnd } from '../../acts/end-feature.ts'
import { giveBackPower } from '../../acts/give-back-power.ts'
import { listPowers } from '../../acts/list-powers.ts'
import { assertOwner } from '../../acts/staff.ts'
import { id } from '../../http/id-schema.ts'
import type { Http } from '../../http/server.ts'
import type { System } from '../../system.ts'
import { atCompany } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: powers']
const powers = z.object({
  feature: z.string(),
  slug: z.string(),
  version: z.int(),
  budget: z.int().describe('How many accounts this version asks for, or was reviewed for.'),
  powers: z.array(
    z.object({
      verb: z.enum(verbs),
      purposes: z.array(z.enum(purposeNames)),
      held: z.boolean().describe('Whether a permission in force holds it.'),
      used: z.boolean().describe('Whether it was used in the last 30 days.'),
      last_used_at: z.iso.datetime().nullable().describe('To the hour.'),
    }),
  ),
})

const ownerBudget = z
  .object({
    group: z.string(),
    budget: z
      .int()
      .describe('How many people everything of this owner may reach; 0 while nothing is reviewed.'),
    reached: z
      .enum(reachBands.map((from) => reachBand(from)))
      .describe('How many it has reached, as a band.'),
    nearly_used: z.boolean(),
  })
  .describe('What the harvest breaker holds every feature of this owner to, together.')

/** Adds them. */
export function powerRoutes(api: Http, system: System): void {
  sunset(api, system)
  api.get(
    '/partners/:partner/powers',
    {
      schema: {
        tags,
        summary: 'What each feature may ask for, whether it is held and used',
        params: wire.ofCompany,
        response: { 200: wire.listOf(powers).extend({ owner_budget: ownerBudget }) },
      },
    },
    async (request) => {
      const { company } = await atCompany(system, request)
      const found = await listPowers(system, company.id)
      const { group, budget, reachedFrom, isNear } = await budgetUsed(system, company.id)
      return {
        owner_budget: { group, budget, reached: reachBand(reachedFrom), nearly_used: isNear },
        items: found.map(({ feature, slug, manifest, powers: all }) => ({
          feature,
          slug,
          version: manifest.version,
          budget: manifest.harvestBudget,
          powers: all.map(({ verb, purposes, held, used, lastUsedAt }) => ({
            verb,
            purposes: [...purposes],
            held,
            used,
            last_used_at: lastUsedAt === null ? null : wire.wireTime(lastUsedAt),
          })),
        })),
      }
    },
  )
  api.delete(
    '/partners/:partner/features/:feature/powers/:verb',
    {
      schema: {
        tags,
        summary: 'Give a power back, for everybody at once',
        params: wire.ofCompany.extend({ feature: id('feature'), verb: z.enum(verbs) }),
        response: { 200: z.object({ version: z.int() }) },
      },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      return { version: await giveBackPower(system, staff, request.params) }
    },
  )
}

function sunset(api: Http, system: System): void {
  const path = '/partners/:partner/features/:feature/end'
  const shared = { tags, params: wire.ofCompany.extend({ feature: id('feature') }) }
  const preview = z.object({
    people: z.string().describe('How many gave permissions in force, as a band.'),
    tokens: z.int(),
    drafts: z.int(),
  })
  api.get(
    path,
    { schema: { ...shared, summary: 'What would end with a feature', response: { 200: preview } } },
    async (request) => {
      const { staff } = await atCompany(system, request)
      await assertOwner(system.app, staff)
      const { feature } = request.params
      const { people, tokens, drafts } = await previewEnd(system, { partner: staff.partner, feature })
      return { people: reachBand(people), tokens, drafts }
    },
  )
  api.post(
    path,
    {
      schema: {
        ...shared,
        summary: 'End a feature for everybody, now or at an instant; for good',
        body: z.strictObject({ at: z.iso.datetime().nullable().describe('Null for now.') }),
        response: { 200: z.object({ ends_at: z.iso.datetime() }) },
      },
    },
    async (request) => {
      const { staff } = await atCompany(system, request)
      await assertOwner(system.app, staff)
      const { feature } = request.params
      const at = request.body.at === null ? null : Date.parse(request.body.at)
      const { endAt } = await endFeature(system, { partner: staff.partner, feature, at })
      return { ends_at: wire.wireTime(endAt ?? system.clock.now()) }
    },
  )
}
