// Asks and answers: inviting the others of a thread, answering for oneself, taking an answer back.
import type { ask, preview } from '@countersign/protocol/people-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { renewConsent } from './consent.ts'

/** An ask and the reader's own answer to it. */
export type Ask = z.infer<typeof ask>

/** Which of the reader's own words would go. */
export type Preview = z.infer<typeof preview>

/** The query for them, by what is ticked. What is written meanwhile changes it, so nothing of it is kept. */
export function ownWordsQuery(
  { card, thread }: Ask,
  { everywhere, history }: Pick<GivenAnswer, 'everywhere' | 'history'>,
) {
  const asked = new URLSearchParams({
    partner: card.partner.id,
    feature: card.feature,
    manifest_version: String(card.manifest_version),
    purpose: card.purpose,
    thread,
    scope: everywhere ? 'all' : 'thread',
    history: String(history),
  })
  return queryOptions({
    queryKey: ['own words', String(asked)],
    queryFn: () => call<Preview>('GET', `/answers/preview?${asked}`),
    staleTime: 0,
    gcTime: 0,
  })
}

/** What a person answers. */
export interface GivenAnswer {
  readonly answer: 'allow' | 'never'
  readonly everywhere: boolean
  readonly history: boolean
  readonly contactFields: readonly string[]
}

/** The acts on asks of one thread. */
export function useAskActs(thread: string) {
  const queries = useQueryClient()
  const onSuccess = () => renewConsent(queries)
  return {
    /** Asks the others, for a permission of the reader's own. */
    ask: useMutation({
      mutationFn: (grant: string) => call('POST', `/threads/${thread}/asks`, { grant }),
      onSuccess,
    }),
    /** Answers, also anew. Ticks count with a yes only, and contact details with one for all threads only. */
    answer: useMutation({
      mutationFn: ({ card, given }: { readonly card: Ask['card']; readonly given: GivenAnswer }) =>
        call('PUT', '/answers', bodyOf(thread, card, given)),
      onSuccess,
    }),
    takeBack: useMutation({
      mutationFn: (answer: string) => call('DELETE', `/answers/${answer}`),
      onSuccess,
    }),
  }
}

function bodyOf(thread: string, card: Ask['card'], given: GivenAnswer): Record<string, unknown> {
  const yes = given.answer === 'allow'
  return {
    partner: card.partner.id,
    feature: card.feature,
    purpose: card.purpose,
    manifest_version: card.manifest_version,
    screen_hash: card.screen_hash,
    thread: given.everywhere ? null : thread,
    answer: given.answer,
    ...(yes && given.history && { history: true }),
    ...(yes && given.everywhere && { contact_fields: given.contactFields }),
  }
}
