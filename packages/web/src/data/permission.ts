// The permission screen of an authorization: its words, which of the reader's own words the ticks would give, the answer.
import type { permissionPreview, permissionScreen } from '@countersign/protocol/permission-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { CallError, callAt } from './call.ts'

/** What the screen says. */
export type PermissionScreen = z.infer<typeof permissionScreen>
/** Which words would go, thread by thread. */
export type PermissionPreview = z.infer<typeof permissionPreview>

/** What the reader ticked. */
export interface Ticks {
  readonly choices: readonly string[]
  readonly threads: readonly string[]
  readonly history: boolean
  /** A day, in UTC. */
  readonly until: string
}

/** Below the page's own address, because that is where the browser's cookie for it goes. */
const here = (): string => `${location.pathname}/permission`

/** The query for the screen. */
export const screenQuery = queryOptions({
  queryKey: ['permission'],
  queryFn: () => callAt<PermissionScreen>(here(), 'GET'),
})

const bodyOf = ({ guard, screen_hash }: PermissionScreen, ticks: Ticks) => ({ guard, screen_hash, ...ticks })

/** The query for the preview. What is written meanwhile changes it, so nothing of it is kept. */
export const previewQuery = (screen: PermissionScreen, ticks: Ticks) =>
  queryOptions({
    queryKey: ['permission', 'preview', ticks],
    queryFn: () => callAt<PermissionPreview>(`${here()}/preview`, 'POST', bodyOf(screen, ticks)),
    staleTime: 0,
    gcTime: 0,
  })

/** A yes with its ticks, or a no. */
export type Said = { readonly answer: 'yes'; readonly ticks: Ticks } | { readonly answer: 'no' }

/** Answers, and goes on to the company. Where the screen has changed meanwhile, it is read anew and nothing was given. */
export function useAnswerPermission() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ screen, said }: { readonly screen: PermissionScreen; readonly said: Said }) => {
      const body =
        said.answer === 'yes'
          ? { answer: 'yes', ...bodyOf(screen, said.ticks) }
          : { answer: 'no', guard: screen.guard }
      const { next } = await callAt<{ next: string }>(here(), 'POST', body)
      location.replace(next)
    },
    onError: async (error) => {
      if (error instanceof CallError && error.code === 'NOT_OFFERED')
        await queries.invalidateQueries({ queryKey: screenQuery.queryKey, exact: true })
    },
  })
}
