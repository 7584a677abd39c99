// Reads cards out of raw answers: who let themselves be seen, and who gave what. Nobody else has a card.

import type { ContactItem, FriendItem } from '@countersign/sdk'
import { itemsOf, type Round } from '@countersign-examples/shared'

/** One card of the book. */
export interface FriendCard {
  readonly id: string
  readonly name: string
  /** The addresses this friend gave us themselves; empty when they gave none. */
  readonly emails: readonly string[]
}

/** The whole book, as one reading brought it. */
export interface Book {
  readonly friends: readonly FriendCard[]
  /** Addresses given by friends whom the list of friends does not name: theirs, but we cannot say whose. */
  readonly unnamed: readonly string[]
  /** The person's own. */
  readonly own: readonly string[]
}

/** What a reading brought, from its answers alone. */
export function bookIn(round: Pick<Round, 'exchanges'>): Book {
  const contacts = itemsOf<ContactItem>(round, (path) => path === '/partner/v1/friends/contacts')
  const named = itemsOf<FriendItem>(round, (path) => path === '/partner/v1/friends').map(
    ({ id, name = 'A friend without a name' }) => ({ id, name, emails: emailsOf(contacts, id) }),
  )
  const listed = new Set(named.map(({ id }) => id))
  return {
    friends: named.toSorted((a, b) => a.name.localeCompare(b.name)),
    unnamed: contacts.flatMap(({ friend, email }) =>
      email !== undefined && !(friend !== undefined && listed.has(friend)) ? [email] : [],
    ),
    own: itemsOf<ContactItem>(round, (path) => path === '/partner/v1/me/contact').flatMap(
      ({ email }) => email ?? [],
    ),
  }
}

function emailsOf(contacts: readonly ContactItem[], id: string): readonly string[] {
  return contacts.flatMap(({ friend, email }) => (friend === id && email !== undefined ? [email] : []))
}
