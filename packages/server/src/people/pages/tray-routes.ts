// The tray's pages: search from a thread, pick a card, and go on to the share sheet's own confirmation.
import { z } from 'zod'
import { listCatalogues, type OpenCatalogue } from '../../acts/list-catalogues.ts'
import { pickCard, sealCards } from '../../acts/pick-card.ts'
import { prepareTicket } from '../../acts/prepare-ticket.ts'
import { searchCatalogue } from '../../acts/search-catalogue.ts'
import { searchLimit } from '../../http/rate-limit.ts'
import { Problem } from '../../problems.ts'
import { isPresent } from '../../store/stays.ts'
import type { System } from '../../system.ts'
import { idIn, type PageScope, show, signedIn, type Visitor } from './scope.ts'
import { draftFor, targetOf } from './share-routes.ts'
import { confirmShare } from './share-view.ts'
import { type Tray, type TrayCatalogue, trayPage } from './tray-view.ts'

const params = z.object({ thread: z.string() })

/** Adds the tray. */
export function trayPages({ http, system }: PageScope): void {
  http.get(
    '/threads/:thread/tray',
    {
      config: { rateLimit: searchLimit },
      schema: {
        hide: true,
        params,
        querystring: z.object({ from: z.string().optional(), q: z.string().optional() }),
      },
    },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      if (!(await isPresent(system.app, thread, visitor.id))) throw new Problem('NOT_FOUND')
      const { title } = await targetOf(system, visitor.id, thread)
      const open = await listCatalogues(system, { person: visitor.id, locale: visitor.locale })
      const search = await searchFor(system, visitor, request.query)
      const body = trayPage({ thread: { id: thread, title }, catalogues: open.map(lineOf), search })
      return show(reply, { title: 'Send', body, visitor, here: '/threads', width: 'form' })
    },
  )
  http.post(
    '/threads/:thread/tray',
    { schema: { hide: true, params, body: z.object({ from: z.string(), pick: z.string() }) } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const thread = idIn('thread', request.params.thread)
      const grant = idIn('grant', request.body.from)
      const id = await pickCard(system, { person: visitor.id, grant, pick: request.body.pick })
      const draft = await draftFor(system, visitor.id, id)
      const ticket = await prepareTicket(system, { person: visitor.id, draft: id, thread })
      const target = await targetOf(system, visitor.id, thread)
      const body = confirmShare(draft, target, { ticket: ticket.id, cardHash: ticket.cardHash })
      return show(reply, { title: 'Send', body, visitor, width: 'form' })
    },
  )
}

function lineOf({ grant, partnerName, featureName }: OpenCatalogue): TrayCatalogue {
  return { grant: grant.id, company: partnerName, feature: featureName }
}

async function searchFor(
  system: System,
  { id: person, locale }: Visitor,
  { from, q: query }: { readonly from?: string | undefined; readonly q?: string | undefined },
): Promise<Tray['search']> {
  if (from === undefined || query === undefined) return null
  const grant = idIn('grant', from)
  try {
    const found = await searchCatalogue(system, { person, locale, grant, query })
    const picks = sealCards(system, person, found)
    return {
      catalogue: lineOf(found.catalogue),
      query,
      found: found.cards.map((card, i) => ({ card, pick: picks[i] ?? '' })),
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'CATALOGUE') throw error
    const open = await listCatalogues(system, { person, locale })
    const catalogue = open.find((one) => one.grant.id === grant)
    if (catalogue === undefined) throw new Problem('NOT_FOUND')
    return { catalogue: lineOf(catalogue), query, found: undefined }
  }
}
