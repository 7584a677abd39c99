// Friends: see, ask and accept, end.
import type { PersonId } from '@countersign/protocol'
import { z } from 'zod'
import { befriend, unfriend } from '../acts/befriend.ts'
import { listFriends } from '../acts/list-friends.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { findLogin, loginForm } from '../store/logins.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentFriend } from './present.ts'
import { id, login } from './schemas.ts'
import * as wire from './wire.ts'

const tags = ['friends']

/** Friends and requests. */
export function friendRoutes(api: Http, system: System): void {
  const whose = async (named: { person: PersonId } | { login: string }): Promise<PersonId> => {
    if ('person' in named) return named.person
    const found = await findLogin(system.app, loginForm(named.login))
    if (found === undefined) throw new Problem('NOT_FOUND')
    return found.person
  }
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
      schema: {
        tags,
        summary: 'Ask somebody to be friends, or accept that they asked',
        body: z.union([z.strictObject({ person: id('person') }), z.strictObject({ login })]),
        response: { 200: z.object({ person: z.string(), state: z.enum(['requested', 'friends']) }) },
      },
    },
    async (request) => {
      const friend = await whose(request.body)
      return { person: friend, state: await befriend(system, { person: personOf(request), friend }) }
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
