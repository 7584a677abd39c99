// The permission screen of an authorization: its words, which of the reader's own words the ticks would give, the answer.
import type { permissionPreview, permissionScreen } from '@countersign/protocol/permission-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { CallError, callAt } from './call.ts'
import { makeId, type Signed, type Signing, withSigning } from './signing.ts'

const DAY_MS = 86_400_000

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

const send = (body: object): Promise<{ readonly next: string }> => callAt(here(), 'POST', body)

/** One statement for each purpose of which something is ticked, in the screen's order. */
async function signedGrants(
  screen: PermissionScreen,
  ticks: Ticks,
  { now, sign }: Signing,
): Promise<readonly Signed[]> {
  const signed: Signed[] = []
  for (const { purpose, choices } of screen.purposes) {
    const chosen = choices.filter(({ key }) => ticks.choices.includes(key))
    if (chosen.length > 0)
      signed.push(
        await sign({
          kind: 'grant_given',
          grant: makeId('grant', now),
          partner: screen.partner,
          feature: screen.feature,
          manifest_version: screen.manifest_version,
          purpose,
          verbs: chosen.map(({ verb }) => verb),
          fields: chosen.flatMap(({ fields }) => fields),
          threads: ticks.threads,
          starts_at: now,
          ends_at: Date.parse(`${ticks.until}T00:00:00Z`) + DAY_MS,
          history: ticks.history,
          screen_hash: screen.screen_hash,
          locale: screen.locale,
        }),
      )
  }
  return signed
}

/** Answers, and goes on to the company. Where the screen has changed meanwhile, it is read anew and nothing was given. */
export function useAnswerPermission() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ screen, said }: { readonly screen: PermissionScreen; readonly said: Said }) => {
      const { next } = await (said.answer === 'yes'
        ? withSigning(screen.person.id, async (signing) =>
            send({
              answer: 'yes',
              ...bodyOf(screen, said.ticks),
              ...(signing && { signed: await signedGrants(screen, said.ticks, signing) }),
            }),
          )
        : send({ answer: 'no', guard: screen.guard }))
      location.replace(next)
    },
    onError: async (error) => {
      if (error instanceof CallError && error.code === 'NOT_OFFERED')
        await queries.invalidateQueries({ queryKey: screenQuery.queryKey, exact: true })
    },
  })
}
