// Who is in D1: a film service that only sends, two magazines that read, and when all of it ends.
import type { Card, Purpose } from '@countersign/sdk'
import type { DemoPartner } from '../recorded-partner.ts'

/** How many people let the film service send tips, and how many of its tokens are tried when it has ended. */
export const PEOPLE = 10_000
export const TOKENS = 12_000
/** How many announcements wait when the magazine ends, and how often the film service tries again three years later. */
export const QUEUED = 300
export const PROBES = 5_000

/** T: both features end. */
export const ENDS = Date.UTC(2015, 9, 31)
/** When somebody looks again. */
export const YEARS_LATER = Date.UTC(2018, 11, 18)

/** Why the film service sends. */
export const SHARE: Purpose = 'share_content'
/** Why the magazines read. */
export const GROUP: Purpose = 'group_activity'

/** What the film service asks for: to send. */
export const toSend = [{ purpose: SHARE, actions: ['messages.write'] as const }]
/** What a magazine asks for. */
export const toRead = [{ purpose: GROUP, actions: ['threads.list', 'messages.read'] as const }]

/** Short names, as the operator and the register know them. */
export const FILMS = 'silver-screen'
export const FILM_TIPS = `${FILMS}/tips`
export const MAGAZINE = 'screen-notes'
export const COLUMN = `${MAGAZINE}/column`

/** The tip somebody sends: no two are the same. */
export function tipOf(n: number): Card {
  return {
    type: 'film',
    title: `The Long Afternoon, part ${n + 1}`,
    year: 2015,
    link: `https://${FILMS}.example/films/${n + 1}`,
  }
}

/** The name of somebody in the crowd. */
export function viewerOf(n: number): { readonly login: string; readonly name: string } {
  return { login: `viewer.${n + 1}`, name: `Viewer ${n + 1}` }
}

/** What the film service declares: it writes, and reads nothing. */
export const films: DemoPartner = {
  slug: FILMS,
  name: 'Silver Screen',
  feature: 'tips',
  features: [
    {
      slug: 'tips',
      start_at: '2014-03-01',
      offers: [{ purpose: SHARE, verb: 'messages.write' }],
      harvest_budget: 1_000_000,
      texts: { en: { name: 'Film tips', summary: 'You pick a film and a chat, and confirm.' } },
      review_id: 'silver-screen-2014-03',
    },
  ],
}

/** A magazine, which reads what a group says of films; one of them ends with the film service, the other goes on. */
export function magazine(slug: string, name: string): DemoPartner {
  return {
    slug,
    name,
    feature: 'column',
    features: [
      {
        slug: 'column',
        start_at: '2014-03-01',
        offers: [
          { purpose: GROUP, verb: 'threads.list', fields: ['thread.title'] },
          { purpose: GROUP, verb: 'messages.read', fields: ['message.text', 'message.sent_at'] },
        ],
        harvest_budget: 1_000,
        texts: { en: { name: 'Talk of films', summary: 'Shows a chat the films its people talk about.' } },
        review_id: `${slug}-2014-03`,
      },
    ],
  }
}
