// Friends: see, ask and accept, end.

import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { login } from '../acts/account-names.ts'
import { befriend, befriendByLogin, unfriend } from '../acts/befriend.ts'
import { listFriends } from '../acts/list-friends.ts'
import { askLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentFriend } from './present.ts'
import { id } from './schemas.ts'

const tags = ['friends']

/** Friends and requests. */
export function friendRoutes(api: Http, system: System): void {
  api.get(
    '/friends',
    { schema: { tags, summary: 'My friends, and who asks to be one', response: { 200: wire.friends } } },
    async (request) => {
      const { friends, requests } = await listFriends(system, { person: personOf(request) })
      return { friends: friends.map(presentFriend), requests: requests.map(presentFriend) }
    },
  )
  api.post(
    '/friends',
    {
      config: { rateLimit: askLimit(system.settings) },
      schema: {
        tags,
        summary: 'Ask somebody to be friends, or accept that they asked',
        body: z.union([z.strictObject({ person: id('person') }), z.strictObject({ login })]),
        response: {
          200: z.object({
            person: z.string().nullable().meta({
              description: 'Null when a sign-in name was given: whether anybody has it is not said.',
            }),
            state: z.enum(['requested', 'friends']),
          }),
        },
      },
    },
    async (request) => {
      const { body } = request
      const person = personOf(request)
      if ('person' in body)
        return { person: body.person, state: await befriend(system, { person, friend: body.person }) }
      await befriendByLogin(system, { person, login: body.login })
      return { person: null, state: 'requested' } as const
    },
  )
  api.delete(
    '/friends/:person',
    {
      schema: {
        tags,
        summary: 'End a friendship, decline a request or take mine back',
        params: z.strictObject({ person: id('person') }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await unfriend(system, { person: personOf(request), friend: request.params.person })
      return reply.code(204).send()
    },
  )
}
