// Blocks: see mine, block somebody, end it. Nobody else hears of any of it.
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { block, listBlocked, unblock } from '../acts/block.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { id } from './schemas.ts'

const tags = ['friends']
const params = z.strictObject({ person: id('person') })

/** Blocks. */
export function blockRoutes(api: Http, system: System): void {
  api.get(
    '/blocks',
    { schema: { tags, summary: 'Whom I have blocked', response: { 200: wire.blocks } } },
    async (request) => ({ items: [...(await listBlocked(system, personOf(request)))] }),
  )
  api.put(
    '/blocks/:person',
    {
      schema: {
        tags,
        summary: 'Block somebody: no new thread, group or friendship comes from them',
        params,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await block(system, { person: personOf(request), blocked: request.params.person })
      return reply.code(204).send()
    },
  )
  api.delete(
    '/blocks/:person',
    { schema: { tags, summary: 'End a block', params, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await unblock(system, { person: personOf(request), blocked: request.params.person })
      return reply.code(204).send()
    },
  )
}
