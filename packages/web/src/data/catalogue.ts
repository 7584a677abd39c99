// What companies offer to send: their catalogues, a search in one, and the way of a card into a thread.
import type { Card } from '@countersign/protocol/cards'
import type { draft, message, ticket } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

/** A catalogue the reader may send from. */
export interface Catalogue {
  readonly grant: string
  readonly partner: { readonly id: string; readonly name: string }
  readonly feature: string
}

/** A card a search found; `pick` makes it a draft. */
export interface FoundCard {
  readonly card: Card
  readonly pick: string
}

/** The reader's catalogues. */
export const cataloguesQuery = queryOptions({
  queryKey: ['catalogues'],
  queryFn: async () => (await call<{ items: readonly Catalogue[] }>('GET', '/catalogues')).items,
})

/** Searches a catalogue: its company learns the words and nothing else. */
export const foundQuery = (grant: string, words: string) =>
  queryOptions({
    queryKey: ['found', grant, words],
    queryFn: async () =>
      (
        await call<{ items: readonly FoundCard[] }>(
          'GET',
          `/catalogues/${grant}/cards?q=${encodeURIComponent(words)}`,
        )
      ).items,
    retry: false,
    staleTime: 60_000,
  })

/** A card made ready for a thread, to be confirmed once it was looked at (WRT-01). */
export type Ticket = z.infer<typeof ticket>

/** Makes a found card a draft and picks the thread for it. */
export async function prepare(grant: string, pick: string, thread: string): Promise<Ticket> {
  const made = await call<z.infer<typeof draft>>('POST', `/catalogues/${grant}/drafts`, { pick })
  return call('POST', '/tickets', { draft: made.id, thread })
}

/** Confirms: the card that was shown is sent, once. */
export function confirm({ id, card_hash }: Ticket): Promise<z.infer<typeof message>> {
  return call('POST', `/tickets/${id}/redeem`, { card_hash })
}
