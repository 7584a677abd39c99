// Catalogues: search what a company has, from where a card will be sent. The company learns the query only.
import { card } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { listCatalogues } from '../acts/list-catalogues.ts'
import { pickCard, sealCards } from '../acts/pick-card.ts'
import { readDraft } from '../acts/read-draft.ts'
import { searchCatalogue } from '../acts/search-catalogue.ts'
import { searchLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentDraft } from './present.ts'
import { id } from './schemas.ts'

const tags = ['share sheet']
const oneCatalogue = z.strictObject({ grant: id('grant') })
const catalogue = z.object({
  grant: z.string(),
  partner: z.object({ id: z.string(), name: z.string() }),
  feature: z.string(),
})
const found = z.object({ card, pick: z.string().meta({ description: 'Send it back to draft this card.' }) })

/** Finding a card in a company's catalogue and making it a draft; `/tickets` goes on from there. */
export function catalogueRoutes(api: Http, system: System): void {
  const localeOf = async (person: Parameters<typeof findPerson>[1]) =>
    (await findPerson(system.app, person))?.locale ?? 'en'
  api.get(
    '/catalogues',
    {
      schema: {
        tags,
        summary: 'Catalogues I may send from',
        response: { 200: z.object({ items: z.array(catalogue) }) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const open = await listCatalogues(system, { person, locale: await localeOf(person) })
      return {
        items: open.map(({ grant, partner, partnerName, featureName }) => ({
          grant: grant.id,
          partner: { id: partner, name: partnerName },
          feature: featureName,
        })),
      }
    },
  )
  api.get(
    '/catalogues/:grant/cards',
    {
      config: { rateLimit: searchLimit },
      schema: {
        tags,
        summary: 'Search one; the company learns the query and nothing else',
        params: oneCatalogue,
        querystring: z.strictObject({ q: z.string() }),
        response: { 200: z.object({ items: z.array(found) }) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const query = request.query.q
      const results = await searchCatalogue(system, {
        person,
        locale: await localeOf(person),
        query,
        ...request.params,
      })
      const picks = sealCards(system, person, results)
      return { items: results.cards.map((one, i) => ({ card: one, pick: picks[i] ?? '' })) }
    },
  )
  api.post(
    '/catalogues/:grant/drafts',
    {
      schema: {
        tags,
        summary: 'Draft a card that was found; pick a thread for it next',
        params: oneCatalogue,
        body: z.strictObject({ pick: z.string().max(200_000) }),
        response: { 201: wire.draft },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const draft = await pickCard(system, { person, ...request.params, ...request.body })
      const read = await readDraft(system, { person, draft })
      return reply.code(201).send(presentDraft(read.draft, read.partner))
    },
  )
}
