// Blocks: whom the reader does not want to hear from. Nobody else is told.
import type { blocks } from '@countersign/protocol/people-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { friendsQuery } from './friends.ts'

/** Whom the reader has blocked. */
export const blocksQuery = queryOptions({
  queryKey: ['blocks'],
  queryFn: async () => (await call<z.infer<typeof blocks>>('GET', '/blocks')).items,
})

/** Blocks somebody, or ends that. */
export function useBlock(person: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) => call(on ? 'PUT' : 'DELETE', `/blocks/${person}`),
    onSuccess: async () => {
      await queries.invalidateQueries(blocksQuery)
      await queries.invalidateQueries(friendsQuery)
    },
  })
}
