// Asking companies to delete what they got of me (DEL-02).

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { askDeletion } from '../acts/ask-deletion.ts'
import { listDeletions } from '../acts/list-deletions.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentDeletion } from './present-privacy.ts'
import { id } from './schemas.ts'

/** One route: what was asked, and what came of it, is in the privacy centre. */
export function deletionRoutes(api: Http, system: System): void {
  api.post(
    '/deletions',
    {
      schema: {
        tags: ['permissions'],
        summary: 'Ask a company to delete what it got of me: by one feature, or all',
        body: z.strictObject({ partner: id('partner'), feature: id('feature').nullable() }),
        response: { 201: wire.listOf(wire.deletion) },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const { partner, feature } = request.body
      const made = new Set((await askDeletion(system, { person, partner, feature })).map((one) => one.id))
      const { deletions } = await listDeletions(system, {
        person,
        partners: [partner],
        at: system.clock.now(),
      })
      const items = deletions.filter(({ deletion }) => made.has(deletion.id)).map(presentDeletion)
      return reply.code(201).send({ items, next: null })
    },
  )
}
