// Threads and their members.
import { parseId, type ThreadId, threadSettings } from '@countersign/protocol'
import * as wire from '@countersign/protocol/people-api'
import { signed } from '@countersign/protocol/signing-api'
import { z } from 'zod'
import { addMember } from '../acts/add-member.ts'
import { createThread } from '../acts/create-thread.ts'
import { leaveThread } from '../acts/leave-thread.ts'
import { listThreads, readThread } from '../acts/list-threads.ts'
import { renameThread } from '../acts/rename-thread.ts'
import { setThreadSetting } from '../acts/set-thread-setting.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { readPage } from './paging.ts'
import { presentMember, presentThread } from './present.ts'
import { id, page, title } from './schemas.ts'

const tags = ['threads']
const params = z.strictObject({ thread: id('thread') })
const isThread = (value: unknown): value is ThreadId => parseId('thread', value) !== undefined

/** Threads: list, make, read, change. */
export function threadRoutes(api: Http, system: System): void {
  api.get(
    '/threads',
    {
      schema: {
        tags,
        summary: 'My threads, the newest first',
        querystring: page,
        response: { 200: wire.listOf(wire.thread) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { items, next } = await readPage(system, request.query, {
        scope: { person, list: 'threads' },
        isPlace: isThread,
        read: (limit, before) => listThreads(system, { person, limit, before }),
        placeOf: (thread) => thread.id,
      })
      return { items: items.map(presentThread), next }
    },
  )
  api.post(
    '/threads',
    {
      schema: {
        tags,
        summary: 'Make a thread; two people have one direct thread',
        body: z.strictObject({
          kind: z.enum(['direct', 'group']),
          members: z.array(id('person')).max(500).meta({ description: 'The others.' }),
          title: title.optional(),
        }),
        response: { 201: wire.thread },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const { kind, members: others, title: named } = request.body
      const thread = await createThread(system, { by: person, kind, others, title: named })
      return reply.code(201).send(presentThread(await readThread(system, { person, thread })))
    },
  )
  api.get(
    '/threads/:thread',
    { schema: { tags, summary: 'One thread', params, response: { 200: wire.thread } } },
    async (request) =>
      presentThread(await readThread(system, { person: personOf(request), thread: request.params.thread })),
  )
  api.patch(
    '/threads/:thread',
    {
      schema: {
        tags,
        summary: 'Set how a thread shares with partners, or its title',
        params,
        body: z
          .strictObject({
            setting: z.enum(threadSettings).optional(),
            title: title.nullable().optional(),
            signed: signed.optional(),
          })
          .refine((body) => (body.setting === undefined) !== (body.title === undefined), {
            error: 'must have one of setting and title',
          }),
        response: { 200: wire.thread },
      },
    },
    async (request) => {
      const { thread } = request.params
      const person = personOf(request)
      const { setting, title: named, signed } = request.body
      if (setting !== undefined) await setThreadSetting(system, { person, thread, setting, signed })
      if (named !== undefined) await renameThread(system, { person, thread, title: named })
      return presentThread(await readThread(system, { person, thread }))
    },
  )
}

/** Members: see, add, leave. */
export function memberRoutes(api: Http, system: System): void {
  api.get(
    '/threads/:thread/members',
    { schema: { tags, summary: 'Who is in a thread', params, response: { 200: wire.listOf(wire.member) } } },
    async (request) => {
      const { members } = await readThread(system, {
        person: personOf(request),
        thread: request.params.thread,
      })
      return { items: members.map(presentMember), next: null }
    },
  )
  api.post(
    '/threads/:thread/members',
    {
      schema: {
        tags,
        summary: 'Add somebody to a group',
        params,
        body: z.strictObject({ person: id('person') }),
        response: { 201: wire.thread },
      },
    },
    async (request, reply) => {
      const { thread } = request.params
      const by = personOf(request)
      await addMember(system, { by, thread, person: request.body.person })
      return reply.code(201).send(presentThread(await readThread(system, { person: by, thread })))
    },
  )
  api.delete(
    '/threads/:thread/members/me',
    { schema: { tags, summary: 'Leave a thread', params, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await leaveThread(system, { person: personOf(request), thread: request.params.thread })
      return reply.code(204).send()
    },
  )
}
