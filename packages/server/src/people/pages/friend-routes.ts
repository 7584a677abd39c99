// Friends: asking somebody, accepting, declining, ending.
import type { PersonId } from '@countersign/protocol'
import { z } from 'zod'
import { befriend, befriendByLogin, unfriend } from '../../acts/befriend.ts'
import { Problem } from '../../problems.ts'
import { type Friend, friendRequestsTo, friendsOf } from '../../store/friends.ts'
import { personNames } from '../../store/names.ts'
import type { System } from '../../system.ts'
import { type FriendView, friendsPage } from './friends-view.ts'
import { goOn, idIn, type PageScope, pageTime, show, signedIn } from './scope.ts'

/** Adds the page of friends and its acts. */
export function friendPages({ http, system }: PageScope): void {
  const query = z.object({ done: z.literal('asked').optional() })
  http.get('/friends', { schema: { hide: true, querystring: query } }, async (request, reply) => {
    const visitor = await signedIn(system, request)
    const friends = await friendViews(system, await friendsOf(system.app, visitor.id))
    const requests = await friendViews(system, await friendRequestsTo(system.app, visitor.id))
    const asked = request.query.done === 'asked'
    const body = friendsPage({ friends, requests, asked }, pageTime(system))
    return show(reply, { title: 'Friends', body, visitor, here: '/friends' })
  })
  http.post(
    '/friends',
    { schema: { hide: true, body: z.object({ login: z.string().max(200) }) } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      await befriendByLogin(system, { person, login: request.body.login })
      return goOn(reply, '/friends?done=asked')
    },
  )
  const params = z.object({ person: z.string() })
  http.post('/friends/:person/accept', { schema: { hide: true, params } }, async (request, reply) => {
    const { id: person } = await signedIn(system, request)
    const friend = idIn('person', request.params.person)
    const asked = (await friendRequestsTo(system.app, person)).some((one) => one.person === friend)
    if (!asked) throw new Problem('NOT_FOUND')
    await befriend(system, { person, friend })
    return goOn(reply, '/friends')
  })
  http.post('/friends/:person/remove', { schema: { hide: true, params } }, async (request, reply) => {
    const { id: person } = await signedIn(system, request)
    await unfriend(system, { person, friend: idIn('person', request.params.person) })
    return goOn(reply, '/friends')
  })
}

async function friendViews(system: System, friends: readonly Friend[]): Promise<readonly FriendView[]> {
  const names: ReadonlyMap<PersonId, string> = await personNames(
    system.app,
    friends.map(({ person }) => person),
  )
  return friends.flatMap(({ person, since }) => {
    const name = names.get(person)
    return name === undefined ? [] : [{ id: person, name, since }]
  })
}
