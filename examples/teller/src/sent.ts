// What the bank placed: each draft, what became of it, and the id that takes it back. Never where it went.

import type { Card, DraftState } from '@countersign/sdk'
import type { Site } from '@countersign-examples/shared'

/** Teller's one feature. */
export const RECEIPTS = 'receipts'

/** One draft as it is kept. */
export interface Sent {
  /** What the platform calls it. */
  readonly draft: string
  /** What it says, in words. */
  readonly words: string
  readonly state: DraftState['state'] | 'taken back'
  /** The id that takes it back; null until it is known to be placed. */
  readonly placement: string | null
}

const KIND = 'sent'

/** What a person sent, newest first. */
export function sentBy({ store }: Pick<Site, 'store'>, person: string): readonly Sent[] {
  return store.records
    .all<Sent>(KIND, person)
    .map(({ body }) => body)
    .toReversed()
}

/** Proposes a card; where the person confirms it, or undefined when that was refused. */
export async function propose(
  { people, store }: Site,
  person: string,
  words: string,
  card: Card,
): Promise<string | undefined> {
  let shareUrl: string | undefined
  await people.run(person, { what: SEND, feature: RECEIPTS }, async (client) => {
    const draft = await client.draft('payment_receipts', card)
    const sent: Sent = { draft: draft.draft, words, state: 'waiting', placement: null }
    store.records.keep(KIND, sent.draft, person, sent)
    shareUrl = draft.shareUrl
  })
  return shareUrl
}

/** The errand of sending, as the person's page names it. */
export const SEND = 'Send a receipt'
/** The errand of taking back. */
export const TAKE_BACK = 'Take it back'

/** Asks what became of everything that waits. */
export async function follow(site: Site, person: string): Promise<void> {
  const { people, store } = site
  const waiting = sentBy(site, person).filter(({ state }) => state === 'waiting')
  await people.run(person, { what: 'See what became of it', feature: RECEIPTS }, async (client) => {
    for (const sent of waiting) {
      const known = await client.draftState('payment_receipts', sent.draft)
      const placement = known.state === 'placed' ? known.placement : null
      store.records.keep(KIND, sent.draft, person, { ...sent, state: known.state, placement })
    }
  })
}

/** Takes one card back; false for a draft that is not this person's or was not placed. */
export async function takeBack(site: Site, person: string, draft: string): Promise<boolean> {
  const { people, store } = site
  const sent = sentBy(site, person).find((one) => one.draft === draft)
  const { placement } = sent ?? {}
  if (sent === undefined || !placement) return false
  await people.run(person, { what: TAKE_BACK, feature: RECEIPTS }, async (client) => {
    await client.remove('payment_receipts', placement)
    store.records.keep(KIND, draft, person, { ...sent, state: 'taken back', placement: null })
  })
  return true
}
