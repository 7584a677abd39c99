// Asks and answers: inviting the others of a thread, answering for oneself in one place, taking an answer back.
import type { ask, askCard, preview } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { useConsentAct } from './consent.ts'
import { makeId, type Signed, type Signing } from './signing.ts'

const DAY_MS = 86_400_000

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
export const useAnswer = () =>
  useConsentAct(async (given: GivenAnswer, signing) =>
    call('PUT', '/answers', {
      ...bodyOf(given),
      ...(signing && { signed: await signedAnswer(given, signing) }),
    }),
  )

/** An answer to take back, and what it was about. */
export interface StandingAnswer {
  readonly id: string
  readonly partner: string
  readonly feature: string
}

/** Takes an answer back. */
export const useTakeBack = () =>
  useConsentAct(async ({ id: countersignature, ...about }: StandingAnswer, signing) =>
    call('DELETE', `/answers/${countersignature}`, {
      ...(signing && {
        signed: await signing.sign({
          kind: 'countersignature_ended',
          countersignature,
          ...about,
          why: 'withdrawn',
        }),
      }),
    }),
  )

/** Asks the others of a thread, for a permission of the reader's own. */
export const useAskOthers = (thread: string) =>
  useConsentAct((grant: string) => call('POST', `/threads/${thread}/asks`, { grant }))

/** Ticks count with a yes only, and contact details with one for all threads only. */
function ticksOf({ answer, thread, history, contactFields }: GivenAnswer) {
  const yes = answer === 'allow'
  return { history: yes && history, contact_fields: yes && thread === null ? contactFields : [] }
}

function bodyOf(given: GivenAnswer): Record<string, unknown> {
  const { card, thread, answer } = given
  return { ...scopeOf(given), partner: card.partner.id, thread, answer, ...ticksOf(given) }
}

const scopeOf = ({ card: { feature, purpose, manifest_version, screen_hash } }: GivenAnswer) => ({
  feature,
  purpose,
  manifest_version,
  screen_hash,
})

/** From now on, for as long as the card says. */
function signedAnswer(given: GivenAnswer, { now, sign }: Signing): Promise<Signed> {
  const { card, thread, answer } = given
  return sign({
    kind: 'countersignature_given',
    countersignature: makeId('countersignature', now),
    partner: card.partner.id,
    ...scopeOf(given),
    thread,
    answer,
    ...ticksOf(given),
    locale: card.locale,
    starts_at: now,
    ends_at: now + card.term_days * DAY_MS,
  })
}
