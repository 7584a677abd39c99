// The subjects table: for every kind of item, the roles in it that are data subjects (design §4).
import type { PersonId } from './ids.ts'
import type { Instant } from './time.ts'
import type { Field } from './verbs.ts'

/**
 * Whose data an item is. An item leaves only if every role listed here has allowed it. The table is closed: a kind
 * that is not listed is withheld.
 */
export const subjectsTable = {
  message: ['author'],
  edit: ['author'],
  reply: ['author', 'target_author'],
  quote: ['author', 'quoted_author'],
  reaction: ['reactor', 'author'],
  mention: ['author', 'mentioned'],
  forward: ['author', 'origin_author'],
  attachment: ['author'],
  card: ['author'],
  poll: ['author'],
  poll_vote: ['author', 'voter'],
  system_event: ['actor', 'concerned'],
  thread_title: ['author'],
  member: ['member'],
  friend: ['friend'],
  contact_field: ['owner'],
} as const satisfies Record<string, readonly string[]>

/** A kind of item that can leave. */
export type ItemKind = keyof typeof subjectsTable

/** A part a person plays in an item. */
export type Role = (typeof subjectsTable)[ItemKind][number]

/** What the decision knows of an item: its kind, its people, when it was sent. Never its content. */
export interface Item {
  readonly kind: string
  readonly people: Readonly<Partial<Record<Role, PersonId>>>
  /** When it was sent; null for what is true now rather than sent (a member, a title, a contact field). */
  readonly sentAt: Instant | null
  /** The fields it would release. */
  readonly fields: readonly Field[]
}

/** The data subjects of an item, each once; undefined when the kind is not listed or a role is not filled. */
export function subjectsOf(item: Item): readonly PersonId[] | undefined {
  if (!Object.hasOwn(subjectsTable, item.kind)) return undefined
  const roles: readonly Role[] = subjectsTable[item.kind as ItemKind]
  const people = new Set<PersonId>()
  for (const role of roles) {
    const person = item.people[role]
    if (person === undefined) return undefined
    people.add(person)
  }
  return [...people]
}
