// Notices: what a person is told without asking.
import { type NoticeId, parseId } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { listNotices } from '../acts/list-notices.ts'
import { seeNotices } from '../acts/see-notices.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { readPage } from './paging.ts'
import { presentNotice } from './present.ts'
import { id, page } from './schemas.ts'

const tags = ['notices']
const isNotice = (value: unknown): value is NoticeId => parseId('notice', value) !== undefined

/** Notices: list, mark seen. */
export function noticeRoutes(api: Http, system: System): void {
  api.get(
    '/notices',
    {
      schema: {
        tags,
        summary: 'My notices, the newest first',
        querystring: page,
        response: { 200: wire.listOf(wire.notice) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { items, next } = await readPage(system, request.query, {
        scope: { person, list: 'notices' },
        isPlace: isNotice,
        read: (limit, before) => listNotices(system, { person, limit, before }),
        placeOf: (notice) => notice.id,
      })
      return { items: items.map(presentNotice), next }
    },
  )
  api.post(
    '/notices/seen',
    {
      schema: {
        tags,
        summary: 'Mark notices as seen',
        body: z.strictObject({ notices: z.array(id('notice')).min(1).max(200) }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await seeNotices(system, { person: personOf(request), ...request.body })
      return reply.code(204).send()
    },
  )
}
