// The share sheet: what a company proposes to the reader, where it goes, and the confirmation that sends it (WRT-01).
import type { draft } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import type { Ticket } from './catalogue.ts'
import { openDirect } from './threads.ts'

/** What is proposed. */
export type Draft = z.infer<typeof draft>

/** The query for it. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: () => call<Draft>('GET', `/drafts/${id}`),
    retry: false,
  })

/** A thread of the reader's, or a friend with whom one is opened. */
export type Target = { readonly thread: string } | { readonly friend: string }

/** Picks where it goes: a ticket to confirm, bound to this card and this thread. */
export async function pick(draftId: string, target: Target): Promise<Ticket> {
  const thread = 'thread' in target ? target.thread : await openDirect(target.friend)
  return call('POST', '/tickets', { draft: draftId, thread })
}
