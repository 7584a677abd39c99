// What the companies of D6 declare: a news feed, a phone book, and 148 more.
import type { Purpose } from '@countersign/sdk'
import type { DemoPartner } from '../recorded-partner.ts'
import {
  ASKING,
  COMPANIES,
  ENDED_BEFORE,
  ENDING_SOON,
  FEED_ENDS,
  HIDDEN,
  OWN_INTERESTS,
  PROVIDERS,
  TOO_LATE,
} from './story.ts'

/** Why they read. */
export const GROUP: Purpose = 'group_activity'
/** Why the phone book asks for addresses. */
export const FIND: Purpose = 'find_friends'
/** What all of them but the phone book ask for. */
export const toRead = [{ purpose: GROUP, actions: ['threads.list', 'messages.read'] as const }]
/** What the phone book asks for. */
export const forAddresses = [{ purpose: FIND, actions: ['contact.own', 'friends.contact'] as const }]

/** The feature they read with: its short name is the same for all. */
const LISTEN = 'listen'

/** Which one of them ends, as the operator names it. */
export function featureOf({ slug }: Pick<DemoPartner, 'slug'>): string {
  return `${slug}/${LISTEN}`
}

const reading = (slug: string, more: object): DemoPartner => ({
  slug,
  name: `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`,
  feature: LISTEN,
  features: [
    {
      slug: LISTEN,
      start_at: '2014-01-01',
      ...more,
      offers: [
        { purpose: GROUP, verb: 'threads.list', fields: ['thread.kind'] },
        { purpose: GROUP, verb: 'messages.read', fields: ['message.text', 'message.author'] },
      ],
      harvest_budget: 80_000,
      texts: { en: { name: 'Listen', summary: 'Shows a chat what its people talk about.' } },
      review_id: `${slug}-2014-01`,
    },
  ],
})

/** The news feed, whose feature ends. */
export const feed = reading('daily-feed', { end_at: new Date(FEED_ENDS).toISOString() })

/** The phone book, which gets the addresses of friends that allowed it. */
export const phoneBook: DemoPartner = {
  slug: 'phone-book',
  name: 'Phone Book',
  feature: 'friends',
  features: [
    {
      slug: 'friends',
      start_at: '2014-01-01',
      offers: [
        { purpose: FIND, verb: 'contact.own', fields: ['contact.email'] },
        { purpose: FIND, verb: 'friends.contact', fields: ['contact.email'] },
      ],
      harvest_budget: 1_000,
      texts: { en: { name: 'Friends', summary: 'Shows the e-mail addresses of friends who use it too.' } },
      review_id: 'phone-book-2014-01',
    },
  ],
}

/** The others in the register: the first are service providers, the last ask for more time. */
export const others: readonly DemoPartner[] = Array.from({ length: COMPANIES - HIDDEN - 2 }, (_, i) => {
  const asking = i - (COMPANIES - HIDDEN - 2 - ASKING)
  const end = asking < TOO_LATE ? ENDED_BEFORE : ENDING_SOON
  return {
    ...reading(`company-${i + 1}`, asking < 0 ? {} : { end_at: new Date(end).toISOString() }),
    ...(i < PROVIDERS && provider(i)),
  }
})

/** Those of them that ask for more time. */
export const askingForTime: readonly DemoPartner[] = others.slice(-ASKING)

/** Says that it only does what it is told; nine of them have a purpose, a store or customers of their own. */
function provider(i: number): object {
  const own = (from: number): boolean => i < OWN_INTERESTS && i % 3 === from
  return {
    role: 'processor',
    facts: { own_purpose: own(0), own_retention: own(1), own_customers: own(2) },
  }
}

/** Two device makers whose integrations nobody was to see: they want a key, and no entry. */
export const hidden: readonly DemoPartner[] = ['pocket-maker', 'screen-maker'].map((slug) =>
  reading(slug, {}),
)
