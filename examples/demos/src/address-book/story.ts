// Who is in the address book of D5, and what a shop and a search engine ask for.
import type { Purpose } from '@countersign/sdk'

/** Why both ask. */
export const FIND: Purpose = 'find_friends'
/** The shop's name, as people read it. */
export const SHOP = 'Corner Shop'

/** The one with the address book. */
export const owner = { login: 'magdalena.kowalczyk', name: 'Magdalena Kowalczyk' } as const
/** How many people are in it. */
export const CONTACTS = 500
/** Those of them who let the shop have their e-mail address through their friends. */
export const ALLOWED = 7
/** Those who let the search engine in, and how many friends each of them has: together 10,000 people. */
export const SEARCHING = 100
export const FRIENDS_EACH = 100
/** How many of the searching are friends of another one of them, two by two. */
export const MUTUAL = 10

const families = {
  contact: ['Kon', 'Oredvik'],
  friend: ['Fre', 'Ilvesson'],
  searching: ['Sea', 'Umbridge'],
} as const
const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu']

/** A made-up name for a number: two words that are found only where they really are. */
export function nameOf(kind: keyof typeof families, n: number): string {
  const [first, last] = families[kind]
  const digits = [...String(n).padStart(5, '0')]
  return `${first}${digits.map((digit) => syllables[Number(digit)]).join('')} ${last}`
}

/** The sign-in name that goes with a name. */
export function loginOf(name: string): string {
  return name.toLowerCase().replace(' ', '.')
}

/** The e-mail address that goes with a name. */
export function emailOf(name: string): string {
  return `${loginOf(name)}@mail.example`
}

/** What the shop declares and works with. */
export const shop = {
  slug: 'corner-shop',
  name: SHOP,
  feature: 'gifts',
  features: [
    {
      slug: 'gifts',
      start_at: '2018-12-18',
      offers: [
        { purpose: FIND, verb: 'contact.own', fields: ['contact.email'] },
        { purpose: FIND, verb: 'friends.contact', fields: ['contact.email'] },
      ],
      harvest_budget: 1_000,
      texts: {
        en: { name: 'Gifts', summary: 'Finds the e-mail addresses of friends who want gifts from you.' },
      },
      review_id: 'corner-shop-2018-12',
    },
  ],
} as const

/** What the search engine declares and works with. */
export const engine = {
  slug: 'lantern',
  name: 'Lantern',
  feature: 'friends',
  features: [
    {
      slug: 'friends',
      start_at: '2018-12-18',
      offers: [{ purpose: FIND, verb: 'friends.list', fields: ['friend.name'] }],
      harvest_budget: 100_000,
      texts: { en: { name: 'Friends', summary: 'Shows which of your friends use it too, by name.' } },
      review_id: 'lantern-2018-12',
    },
  ],
} as const
