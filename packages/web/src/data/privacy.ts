// The privacy centre: every company, what each got, notices, and the acts that change them.
import type {
  answer,
  disclosure,
  disclosureItems,
  grant,
  listOf,
  notice,
  privacy,
  receipt,
} from '@countersign/protocol/people-api'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { useConsentAct } from './consent.ts'

type Page<T extends z.ZodType> = z.infer<ReturnType<typeof listOf<T>>>

/** All of it. */
export type Privacy = z.infer<typeof privacy>
/** One company and the reader. */
export type Company = Privacy['companies'][number]
/** An ask that a company delete. */
export type Deletion = Company['deletions'][number]
/** A permission. */
export type Grant = z.infer<typeof grant>
/** An answer. */
export type Answer = z.infer<typeof answer>
/** One time a company got something. */
export type Disclosure = z.infer<typeof disclosure>
/** One of them down to its items. */
export type DisclosureItems = z.infer<typeof disclosureItems>
/** Something the reader was told. */
export type Notice = z.infer<typeof notice>

/** The query for every company. */
export const privacyQuery = queryOptions({
  queryKey: ['privacy'],
  queryFn: () => call<Privacy>('GET', '/privacy'),
})

/** The query for each time something went out, to one company or to any, of one thread or of any, page by page. */
export const disclosuresQuery = (partner: string | null, thread: string | null) =>
  infiniteQueryOptions({
    queryKey: ['disclosures', partner, thread],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '30',
        ...(partner !== null && { partner }),
        ...(thread !== null && { thread }),
        ...(pageParam !== null && { cursor: pageParam }),
      })
      return call<Page<typeof disclosure>>('GET', `/disclosures?${query}`)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** The query for one time something went out, down to its items, page by page. */
export const itemsQuery = (leaf: string) =>
  infiniteQueryOptions({
    queryKey: ['disclosures', 'one', leaf],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: '50', ...(pageParam !== null && { cursor: pageParam }) })
      return call<DisclosureItems>('GET', `/disclosures/${encodeURIComponent(leaf)}?${query}`)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** The query for the newest notices. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: async () => (await call<Page<typeof notice>>('GET', '/notices?limit=30')).items,
})

/** Says that the reader has these before them. */
export const sawNotices = (notices: readonly string[]): Promise<unknown> =>
  call('POST', '/notices/seen', { notices })

/** The query for whether reminders come by mail. */
export const remindersQuery = queryOptions({
  queryKey: ['reminders'],
  queryFn: () => call<{ readonly by_mail: boolean }>('GET', '/reminders'),
})

/** Says that the reader looked at what they allow. */
export const opened = (): Promise<unknown> => call('POST', '/privacy/opened')

/** Withdraws a permission. */
export const useWithdraw = () =>
  useConsentAct(async ({ id: grant, partner, feature }: Grant, signing) =>
    call('DELETE', `/grants/${grant}`, {
      ...(signing && {
        signed: await signing.sign({
          kind: 'grant_withdrawn',
          grant,
          partner: partner.id,
          feature: feature.id,
          why: 'withdrawn',
          superseded_by: null,
        }),
      }),
    }),
  )

/** Asks a company to delete what it got, by one feature or all. */
export const useAskDeletion = () =>
  useConsentAct((wish: { readonly partner: string; readonly feature: string | null }) =>
    call('POST', '/deletions', wish),
  )

/** Sets the master switch. */
export const useSwitch = () =>
  useConsentAct(async (on: boolean, signing) =>
    call('PUT', '/switch', {
      on,
      ...(signing && { signed: await signing.sign({ kind: 'switch_set', on }) }),
    }),
  )

/** Chooses whether reminders come by mail. */
export function useRemindByMail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (by_mail: boolean) => call('PUT', '/reminders', { by_mail }),
    onSuccess: () => client.invalidateQueries(remindersQuery),
  })
}

/** The signed receipts of a permission or an answer, as a file's text. */
export async function receiptsOf(kind: 'grants' | 'answers', id: string): Promise<string> {
  const { items } = await call<Page<typeof receipt>>('GET', `/${kind}/${id}/receipts`)
  return `${JSON.stringify(items, null, 2)}\n`
}
