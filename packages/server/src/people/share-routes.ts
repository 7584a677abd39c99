// The share sheet: look at what a partner proposes, pick a thread, confirm.

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { prepareTicket } from '../acts/prepare-ticket.ts'
import { readDraft } from '../acts/read-draft.ts'
import { readMessage } from '../acts/read-messages.ts'
import { redeemTicket } from '../acts/redeem-ticket.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentDraft, presentTicket } from './present.ts'
import { presentMessage } from './present-message.ts'
import { id, sha256 } from './schemas.ts'

const tags = ['share sheet']

/** Drafts and tickets. */
export function shareRoutes(api: Http, system: System): void {
  api.get(
    '/drafts/:draft',
    {
      schema: {
        tags,
        summary: 'What a partner proposes to me',
        params: z.strictObject({ draft: id('draft') }),
        response: { 200: wire.draft },
      },
    },
    async (request) => {
      const { draft, partner } = await readDraft(system, { person: personOf(request), ...request.params })
      return presentDraft(draft, partner)
    },
  )
  api.post(
    '/tickets',
    {
      schema: {
        tags,
        summary: 'Pick a thread for a proposal; confirm within five minutes',
        body: z.strictObject({ draft: id('draft'), thread: id('thread') }),
        response: { 201: wire.ticket },
      },
    },
    async (request, reply) => {
      const ticket = await prepareTicket(system, { person: personOf(request), ...request.body })
      return reply.code(201).send(presentTicket(ticket))
    },
  )
  api.post(
    '/tickets/:ticket/redeem',
    {
      schema: {
        tags,
        summary: 'Confirm: the card is sent, once',
        params: z.strictObject({ ticket: id('ticket') }),
        body: z.strictObject({ card_hash: sha256.meta({ description: 'Of the card that was shown.' }) }),
        response: { 201: wire.message },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const placed = await redeemTicket(system, {
        person,
        ...request.params,
        cardHash: request.body.card_hash,
      })
      const reading = await readMessage(system, { person, ...placed })
      const [message] = reading.messages
      if (message === undefined) throw new Problem('NOT_FOUND')
      return reply.code(201).send(presentMessage(message, reading))
    },
  )
}
