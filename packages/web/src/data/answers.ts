// Asks and answers: inviting the others of a thread, answering for oneself in one place, taking an answer back.
import type { ask, askCard, preview } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { useConsentAct } from './consent.ts'

/** An ask and the reader's own answer to it. */
export type Ask = z.infer<typeof ask>
/** The card an answer is given on. */
export type AskCard = z.infer<typeof askCard>
/** Which of the reader's own words would go. */
export type Preview = z.infer<typeof preview>

/** The query for them, by what is ticked. What is written meanwhile changes it, so nothing of it is kept. */
export function ownWordsQuery(
  card: AskCard,
  thread: string,
  { everywhere, history }: { readonly everywhere: boolean; readonly history: boolean },
) {
  const asked = new URLSearchParams({
    ...aboutOf(card),
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

/** The query for the card about something, as it is now. */
export const cardQuery = (about: {
  readonly partner: string
  readonly feature: string
  readonly manifest_version: number
  readonly purpose: string
}) =>
  queryOptions({
    queryKey: ['card', about],
    queryFn: () => {
      const query = new URLSearchParams({ ...about, manifest_version: String(about.manifest_version) })
      return call<AskCard>('GET', `/answers/card?${query}`)
    },
  })

function aboutOf({ partner, feature, manifest_version, purpose }: AskCard): Record<string, string> {
  return { partner: partner.id, feature, manifest_version: String(manifest_version), purpose }
}

/** What a person answers, and on which card. */
export interface GivenAnswer {
  readonly card: AskCard
  /** Null for all threads. */
  readonly thread: string | null
  readonly answer: 'allow' | 'never'
  readonly history: boolean
  readonly contactFields: readonly string[]
}

/** Answers, also anew. */
export const useAnswer = () => useConsentAct((given: GivenAnswer) => call('PUT', '/answers', bodyOf(given)))

/** Takes an answer back. */
export const useTakeBack = () => useConsentAct((id: string) => call('DELETE', `/answers/${id}`))

/** Asks the others of a thread, for a permission of the reader's own. */
export const useAskOthers = (thread: string) =>
  useConsentAct((grant: string) => call('POST', `/threads/${thread}/asks`, { grant }))

/** Ticks count with a yes only, and contact details with one for all threads only. */
function bodyOf({ card, thread, answer, history, contactFields }: GivenAnswer): Record<string, unknown> {
  const yes = answer === 'allow'
  return {
    partner: card.partner.id,
    feature: card.feature,
    purpose: card.purpose,
    manifest_version: card.manifest_version,
    screen_hash: card.screen_hash,
    thread,
    answer,
    ...(yes && history && { history: true }),
    ...(yes && thread === null && { contact_fields: contactFields }),
  }
}
