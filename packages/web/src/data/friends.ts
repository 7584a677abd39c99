// Friends: who they are, asking, accepting, ending.
import type { friendLink, friends } from '@countersign/protocol/people-api'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

type Friends = z.infer<typeof friends>

/** A friend, or somebody asking. */
export type Friend = Friends['friends'][number]

/** The query for friends and requests. */
export const friendsQuery = queryOptions({
  queryKey: ['friends'],
  queryFn: () => call<Friends>('GET', '/friends'),
})

/** Asks whoever signs in with a name; whether anybody does is not said. */
export function useAskFriend() {
  return useFriendAct((login: string) => call('POST', '/friends', { login }))
}

/** Accepts somebody's request. */
export function useAcceptFriend() {
  return useFriendAct((person: string) => call('POST', '/friends', { person }))
}

/** Declines a request or ends a friendship. */
export function useEndFriend() {
  return useFriendAct((person: string) => call('DELETE', `/friends/${person}`))
}

/** A link of the reader's that nobody has used yet. */
export type FriendLink = z.infer<typeof friendLink>

/** The query for such links. */
export const linksQuery = queryOptions({
  queryKey: ['friend-links'],
  queryFn: () => call<{ items: FriendLink[] }>('GET', '/friend-links'),
})

/** Makes a link; its code is seen this once. */
export function useMakeLink() {
  return useLinkAct(() => call<{ code: string }>('POST', '/friend-links'))
}

/** Takes a link back. */
export function useTakeLinkBack() {
  return useLinkAct((id: string) => call('DELETE', `/friend-links/${id}`))
}

function useLinkAct<T, R>(act: (argument: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries(linksQuery) })
}

function useFriendAct(act: (argument: string) => Promise<unknown>) {
  const client: QueryClient = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries(friendsQuery) })
}
