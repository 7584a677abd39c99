// Reporting a message of somebody else's to the operator. Who wrote it is told nothing.
import { reportReasons } from '@countersign/protocol'
import { z } from 'zod'
import { reportMessage } from '../acts/report-message.ts'
import { askLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { id } from './schemas.ts'

/** One route. */
export function reportRoutes(api: Http, system: System): void {
  api.post(
    '/threads/:thread/messages/:message/report',
    {
      config: { rateLimit: askLimit(system.settings) },
      schema: {
        tags: ['messages'],
        summary: 'Have the operator look at a message of somebody else',
        params: z.strictObject({ thread: id('thread'), message: id('message') }),
        body: z.strictObject({
          reason: z.enum(reportReasons),
          words: z.string().trim().max(500).default(''),
        }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await reportMessage(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
}
