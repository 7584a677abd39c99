// Threads: the list, one of them, who is in it, how it shares.
import type { sharing, thread } from '@countersign/protocol/people-api'
import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { meQuery } from './session.ts'
import { withSigning } from './signing.ts'

/** A thread as its reader sees it. */
export type Thread = z.infer<typeof thread>

/** What companies may have of the reader's own words in a thread, and what the reader may answer there. */
export type Sharing = z.infer<typeof sharing>

/** How a thread shares. */
export type Setting = Thread['setting']

interface Page {
  readonly items: readonly Thread[]
  readonly next: string | null
}

/** All threads of the reader, the one with the newest words first. */
export const threadsQuery = queryOptions({
  queryKey: ['threads'],
  queryFn: async (): Promise<readonly Thread[]> => {
    const all: Thread[] = []
    let cursor = ''
    for (;;) {
      const page: Page = await call('GET', `/threads?limit=200${cursor}`)
      all.push(...page.items)
      if (page.next === null) return all.sort((a, b) => lastMoment(b).localeCompare(lastMoment(a)))
      cursor = `&cursor=${page.next}`
    }
  },
})

function lastMoment({ last_message, created_at }: Thread): string {
  return last_message?.sent_at ?? created_at
}

/** One thread. */
export const threadQuery = (id: string) =>
  queryOptions({ queryKey: ['thread', id], queryFn: () => call<Thread>('GET', `/threads/${id}`) })

/** The reader's own sharing in a thread. */
export const sharingQuery = (id: string) =>
  queryOptions({ queryKey: ['sharing', id], queryFn: () => call<Sharing>('GET', `/threads/${id}/sharing`) })

/** Reads anew what is known of a thread and of the list. */
async function renewThread(queries: QueryClient, id: string): Promise<void> {
  await Promise.all(
    [['threads'], ['thread', id], ['sharing', id]].map((queryKey) => queries.invalidateQueries({ queryKey })),
  )
}

/** Opens the direct thread with somebody, or makes it. */
export async function openDirect(person: string): Promise<string> {
  return (await call<Thread>('POST', '/threads', { kind: 'direct', members: [person] })).id
}

/** Makes a group. */
export async function makeGroup(members: readonly string[], title: string): Promise<string> {
  const named = title.trim() === '' ? {} : { title: title.trim() }
  return (await call<Thread>('POST', '/threads', { kind: 'group', members, ...named })).id
}

/** What a member can do to a thread itself. */
export function useThreadActs(id: string) {
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const onSuccess = () => renewThread(queries, id)
  return {
    set: useMutation({
      mutationFn: (setting: Setting) =>
        withSigning(me.id, async (signing) =>
          call('PATCH', `/threads/${id}`, {
            setting,
            ...(signing && {
              signed: await signing.sign({ kind: 'thread_setting_set', thread: id, setting }),
            }),
          }),
        ),
      onSuccess,
    }),
    rename: useMutation({
      mutationFn: (title: string) => call('PATCH', `/threads/${id}`, { title: title.trim() || null }),
      onSuccess,
    }),
    add: useMutation({
      mutationFn: (person: string) => call('POST', `/threads/${id}/members`, { person }),
      onSuccess,
    }),
    leave: useMutation({ mutationFn: () => call('DELETE', `/threads/${id}/members/me`), onSuccess }),
  }
}
