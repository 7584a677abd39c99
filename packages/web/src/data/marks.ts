// How far members have read, and whether the reader shows and sees that.
import type { marks, reading } from '@countersign/protocol/people-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

type Marks = z.infer<typeof marks>['items']

/** The marks of a thread, as far as they are shown. */
export const marksQuery = (thread: string) =>
  queryOptions({
    queryKey: ['marks', thread],
    queryFn: async () => (await call<{ items: Marks }>('GET', `/threads/${thread}/marks`)).items,
  })

/** Says that the reader has read up to a message. */
export function markRead(thread: string, message: string): Promise<void> {
  return call('PUT', `/threads/${thread}/mark`, { message })
}

type Reading = z.infer<typeof reading>

/** Whether others see how far the reader has read. */
export const readingQuery = queryOptions({
  queryKey: ['reading'],
  queryFn: () => call<Reading>('GET', '/reading'),
})

/** Sets it; what is seen of others changes with it. */
export function useShowReading() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (shown: boolean) => call<Reading>('PUT', '/reading', { shown }),
    onSuccess: async () => {
      await queries.invalidateQueries(readingQuery)
      await queries.invalidateQueries({ queryKey: ['marks'] })
    },
  })
}
