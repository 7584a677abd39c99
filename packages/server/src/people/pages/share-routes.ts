// The share sheet: pick where a company's draft goes, confirm it with a ticket, see that it was sent.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { z } from 'zod'
import { createThread } from '../../acts/create-thread.ts'
import { prepareTicket } from '../../acts/prepare-ticket.ts'
import { redeemTicket } from '../../acts/redeem-ticket.ts'
import { Problem } from '../../problems.ts'
import { findDraft } from '../../store/drafts.ts'
import { areFriends } from '../../store/friends.ts'
import { personNames } from '../../store/names.ts'
import { findPartner } from '../../store/partners.ts'
import { staysOf } from '../../store/stays.ts'
import { findThread } from '../../store/threads.ts'
import { findTicket } from '../../store/tickets.ts'
import type { System } from '../../system.ts'
import { goOn, idIn, type PageScope, pageTime, show, signedIn } from './scope.ts'
import { confirmShare, type DraftView, pickTarget, type ShareTarget, shareDone } from './share-view.ts'
import { friendLines, threadLines, titleOf } from './thread-lines.ts'

const draftParams = z.object({ draft: z.string() })
const picking = z.object({ thread: z.string().optional(), friend: z.string().optional() })
const confirming = z.object({ ticket: z.string(), card_hash: z.string() })

/** Adds the share sheet's pages and acts. */
export function sharePages({ http, system }: PageScope): void {
  http.get('/share/:draft', { schema: { hide: true, params: draftParams } }, async (request, reply) => {
    const visitor = await signedIn(system, request)
    const draft = await draftFor(system, visitor.id, request.params.draft)
    const lines = await threadLines(system.app, visitor.id)
    const known = new Set(lines.map(({ other }) => other?.id))
    const friends = (await friendLines(system, visitor.id)).filter(({ id }) => !known.has(id))
    return show(reply, { title: 'Send', body: pickTarget(draft, lines, friends), visitor, width: 'form' })
  })
  // Picking makes a ticket, so it is a post; its page is shown at once because a ticket is not for keeping in an address.
  http.post(
    '/share/:draft',
    { schema: { hide: true, params: draftParams, body: picking } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const draft = await draftFor(system, visitor.id, request.params.draft)
      const thread = await pickedThread(system, visitor.id, request.body)
      const ticket = await prepareTicket(system, { person: visitor.id, draft: draft.id, thread })
      const target = await targetOf(system, visitor.id, thread)
      const body = confirmShare(draft, target, { ticket: ticket.id, cardHash: ticket.cardHash })
      return show(reply, { title: 'Send', body, visitor, width: 'form' })
    },
  )
  http.post(
    '/share/:draft/send',
    { schema: { hide: true, params: draftParams, body: confirming } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const draft = idIn('draft', request.params.draft)
      const ticket = idIn('ticket', request.body.ticket)
      await redeemTicket(system, { person, ticket, cardHash: request.body.card_hash })
      return goOn(reply, `/share/${draft}/sent?ticket=${ticket}`)
    },
  )
  http.get(
    '/share/:draft/sent',
    { schema: { hide: true, params: draftParams, querystring: z.object({ ticket: z.string() }) } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const { company } = await draftFor(system, visitor.id, request.params.draft)
      const ticket = await findTicket(system.app, visitor.id, idIn('ticket', request.query.ticket))
      if (ticket?.usedAt == null) throw new Problem('NOT_FOUND')
      const target = await targetOf(system, visitor.id, ticket.thread)
      return show(reply, { title: 'Sent', body: shareDone(target, company), visitor, width: 'form' })
    },
  )
}

/** The draft as its person sees it, while it can still be sent. @throws {Problem} NOT_FOUND for anybody else's; TICKET */
async function draftFor(system: System, person: PersonId, text: string): Promise<DraftView> {
  const draft = await findDraft(system.app, idIn('draft', text), person)
  const partner = draft && (await findPartner(system.app, draft.partner))
  if (draft === undefined || partner === undefined) throw new Problem('NOT_FOUND')
  if (pageTime(system) >= draft.expiresAt)
    throw new Problem('TICKET', { detail: 'What was proposed has run out.' })
  return { id: draft.id, card: draft.card, company: { name: partner.name, homepage: partner.homepage } }
}

async function pickedThread(
  system: System,
  person: PersonId,
  { thread, friend }: z.infer<typeof picking>,
): Promise<ThreadId> {
  if (thread !== undefined) return idIn('thread', thread)
  const other = idIn('person', friend)
  if (!(await areFriends(system.app, person, other))) throw new Problem('NOT_FOUND')
  return createThread(system, { by: person, kind: 'direct', others: [other] })
}

/** What a thread is called, for its reader. @throws {Problem} NOT_FOUND */
async function targetOf(system: System, reader: PersonId, id: ThreadId): Promise<ShareTarget> {
  const stays = await staysOf(system.app, id)
  const thread = await findThread(system.app, id)
  if (thread === undefined) throw new Problem('NOT_FOUND')
  const names = await personNames(
    system.app,
    stays.map(({ person }) => person),
  )
  return { thread: id, ...titleOf(thread, stays, reader, names) }
}
