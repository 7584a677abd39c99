// The register's addresses: the page, a page a company, and both as data with a tag that says whether anything changed.
import { z } from 'zod'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { deletionCounts } from '../store/deletions.ts'
import { listExceptions } from '../store/exceptions.ts'
import { findPartner, findPartnerSlug, partnersOfGroup } from '../store/partners.ts'
import { reachOf } from '../store/reach.ts'
import { registerEntriesOf, registerFeatures, versionsOf } from '../store/register.ts'
import { findWebhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'
import { isKnown, showPage, unchanged } from './answers.ts'
import { partnerPage } from './partner-view.ts'
import { filterQuery, filterRegister, pageQuery } from './register-filter.ts'
import { partnerHistoryJson, partnerSchema, registerPageJson, registerSchema } from './register-json.ts'
import { type RegisteredPartner, standingOf, wholeRegister } from './register-model.ts'
import { registerPage } from './register-view.ts'

const slugParams = z.object({ slug: z.string().max(40) })
const MOST = 500
/** How many entries of a company a page shows. */
const ENTRIES_A_PAGE = 50

const leaf = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Adds the register. Who is signed in shows in the top bar and changes nothing else. */
export function registerRoutes(http: Http, system: System): void {
  http.get('/register', { schema: { hide: true, querystring: pageQuery } }, async (request, reply) => {
    const register = await wholeRegister(system.app, system.clock.now())
    const found = filterRegister(register.partners, request.query)
    const body = registerPage({ register, filter: request.query, found })
    return showPage(system, request, reply, { title: 'Companies', body, width: 'wide', here: '/register' })
  })

  const querystring = z.object({ before: leaf.optional().catch(undefined) })
  http.get(
    '/register/:slug',
    { schema: { hide: true, params: slugParams, querystring } },
    async (request, reply) => {
      const { partner, siblings } = await companyOf(system, request.params.slug)
      const before = request.query.before ?? null
      const [{ entries: history, next }, versions] = await Promise.all([
        registerEntriesOf(system.app, partner.id, { before, limit: ENTRIES_A_PAGE }),
        versionsOf(system.app, partner.id),
      ])
      const view = { partner, siblings, history, before, next, versions, now: system.clock.now() }
      return showPage(system, request, reply, {
        title: partner.name,
        body: partnerPage(view),
        here: '/register',
      })
    },
  )

  registerData(http, system)
}

function registerData(http: Http, system: System): void {
  const common = { tags: ['everyone'], security: [] }
  http.get(
    '/register.json',
    {
      schema: {
        ...common,
        summary: 'Every partner of the public register',
        querystring: z.object({
          ...filterQuery,
          after: z.string().max(40).describe('`next` of the page before.').optional(),
          limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
        }),
        response: { 200: registerSchema, 304: unchanged },
      },
    },
    async (request, reply) => {
      const register = await wholeRegister(system.app, system.clock.now())
      const partners = filterRegister(register.partners, request.query)
      const { after, limit } = request.query
      const body = registerPageJson({ ...register, partners }, { after, limit })
      return isKnown(request, reply, body) ? reply.code(304).send(null) : reply.send(body)
    },
  )
  http.get(
    '/register/:slug.json',
    {
      schema: {
        ...common,
        summary: 'One partner of the register, and the entries of the ledger about it',
        params: slugParams,
        querystring: z.object({
          before: leaf.describe('`history_next` of the page before.').optional(),
          limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
        }),
        response: { 200: partnerSchema, 304: unchanged },
      },
    },
    async (request, reply) => {
      const { partner } = await companyOf(system, request.params.slug)
      const { before = null, limit } = request.query
      const body = partnerHistoryJson(
        partner,
        await registerEntriesOf(system.app, partner.id, { before, limit }),
      )
      return isKnown(request, reply, body) ? reply.code(304).send(null) : reply.send(body)
    },
  )
}

/** @throws {Problem} NOT_FOUND */
async function companyOf(
  system: Pick<System, 'app' | 'clock'>,
  slug: string,
): Promise<{ partner: RegisteredPartner; siblings: readonly { slug: string; name: string }[] }> {
  const id = await findPartnerSlug(system.app, slug)
  const known = id && (await findPartner(system.app, id))
  if (known === undefined) throw new Problem('NOT_FOUND')
  const [features, exceptions, group, reached, hook, deletions] = await Promise.all([
    registerFeatures(system.app, known.id),
    listExceptions(system.app, { partner: known.id }),
    partnersOfGroup(system.app, known.ownershipGroup),
    reachOf(system.app, known.ownershipGroup),
    findWebhook(system.app, known.id),
    deletionCounts(system.app, known.id),
  ])
  const parts = {
    partner: known,
    features,
    exceptions,
    reached,
    webhook: hook?.url ?? null,
    deletions: deletions.get(known.id),
  }
  return {
    partner: standingOf(parts, system.clock.now()),
    siblings: group.filter((one) => one.slug !== known.slug),
  }
}
