// What `friends.list`, `friends.contact` and `contact.own` gather: only what each friend let through, and no totals (COP-06, COP-07).
import {
  type ContactField,
  type Decision,
  decide,
  type Facts,
  type Field,
  type Item,
  type PersonFacts,
  type PersonId,
  wireTime,
} from '@countersign/protocol'
import { declare } from '../store/declare.ts'
import { type FriendRow, friendsWhoAnswered } from '../store/friend-facts.ts'
import { type ContactRow, verifiedContacts } from '../store/gate-contacts.ts'
import { personNames } from '../store/names.ts'
import type { Page } from './gate.ts'
import type { Outgoing, Permitted, Reading } from './look.ts'
import type { OpaqueIds } from './opaque-ids.ts'
import { pageOf } from './read-lists.ts'

/** The steps of these readings, so that tests can plant a fault in one and see another layer catch it. */
export interface FriendSteps {
  readonly friends: typeof friendsWhoAnswered
  readonly contacts: typeof verifiedContacts
  /** Has the last hand on each object. */
  readonly present: (object: Outgoing['object']) => Outgoing['object']
}

const realSteps: FriendSteps = {
  friends: friendsWhoAnswered,
  contacts: verifiedContacts,
  present: (object) => object,
}

/** `friends.list`: the friends of now who allowed the same feature themselves. */
export function readFriends(ids: OpaqueIds, steps: Partial<FriendSteps> = {}): Reading {
  const { friends, present } = { ...realSteps, ...steps }
  return {
    verb: 'friends.list',
    thread: null,
    async gather(permitted, page) {
      const { session, request } = permitted
      const answered = await friends(session, request)
      const { allowed, others } = await walk(permitted, answered, page, ids)
      const shown = allowed.slice(0, page.limit)
      const people = shown.map(({ person }) => person)
      const [, names] = await Promise.all([declare(session, { people }), personNames(session, people)])
      const outgoing = shown.map((friend): Outgoing => {
        const { person, id } = friend
        const object = present(friendObject(friend, id, names.get(person) ?? ''))
        return { object, thread: null, sentAt: null, disclosed: [{ person, kind: 'friend' }] }
      })
      const last = allowed.length > page.limit ? shown.at(-1) : undefined
      return { outgoing, next: last?.id ?? null, others }
    },
  }
}

/** `friends.contact`: the contact fields that friends of now let pass through their friends. */
export function readFriendContacts(ids: OpaqueIds, steps: Partial<FriendSteps> = {}): Reading {
  const { friends, contacts, present } = { ...realSteps, ...steps }
  return {
    verb: 'friends.contact',
    thread: null,
    async gather(permitted, page) {
      const { session, request, loadPeople } = permitted
      const answered = await friends(session, request)
      const others = await loadPeople(answered.map(({ person }) => person))
      const facts: Facts = { ...permitted.facts, others }
      const rows = await contactsOf(
        permitted,
        facts,
        answered.map(({ person }) => person),
        contacts,
      )
      const outgoing = rows.map((row) => {
        const friend = isListed(permitted, facts, row.owner) && { friend: ids.friend(row.owner) }
        return outgoingContact(row, present({ ...contactObject(row, ids), ...friend }))
      })
      return { ...pageOf(outgoing, page), others }
    },
  }
}

/** `contact.own`: the granting person's own contact fields. */
export function readOwnContact(ids: OpaqueIds, steps: Partial<FriendSteps> = {}): Reading {
  const { contacts, present } = { ...realSteps, ...steps }
  return {
    verb: 'contact.own',
    thread: null,
    async gather(permitted, page) {
      const { facts, request } = permitted
      const rows = await contactsOf(permitted, facts, [request.person], contacts)
      const outgoing = rows.map((row) => outgoingContact(row, present(contactObject(row, ids))))
      return pageOf(outgoing, page)
    },
  }
}

/** The field a kind of contact is. */
const contactFieldOf = {
  email: 'contact.email',
  phone: 'contact.phone',
} as const satisfies Readonly<Record<ContactRow['kind'], ContactField>>

/** The item a friend is for the decision. */
function friendItem(friend: PersonId): Item {
  return { kind: 'friend', people: { friend }, sentAt: null, fields: ['friend.name', 'friend.since'] }
}

type Allowed = FriendRow & { readonly id: string; readonly fields: readonly Field[] }

function friendObject({ fields, since }: Allowed, id: string, name: string): Outgoing['object'] {
  return {
    kind: 'friend',
    id,
    ...(fields.includes('friend.name') && { name }),
    ...(fields.includes('friend.since') && { since: wireTime(since) }),
  }
}

function contactObject({ contact, kind, value }: ContactRow, ids: OpaqueIds): Outgoing['object'] {
  return { kind: 'contact', id: ids.contact(contact), [kind]: value }
}

function outgoingContact({ owner }: ContactRow, object: Outgoing['object']): Outgoing {
  return { object, thread: null, sentAt: null, disclosed: [{ person: owner, kind: 'contact_field' }] }
}

/**
 * Decides friends in the order of their opaque ids until there is a page of them and one more, so that a page costs the
 * facts of a page however many friends there are. What the decision drops is made up for.
 */
async function walk(
  { loadPeople, ...permitted }: Permitted,
  answered: readonly FriendRow[],
  { limit, cursor }: Page,
  ids: OpaqueIds,
): Promise<{ readonly allowed: readonly Allowed[]; readonly others: ReadonlyMap<PersonId, PersonFacts> }> {
  const inOrder = answered
    .map((friend) => ({ ...friend, id: ids.friend(friend.person) }))
    .filter(({ id }) => cursor === null || id > cursor)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const others = new Map<PersonId, PersonFacts>()
  const allowed: Allowed[] = []
  for (let from = 0; from < inOrder.length && allowed.length <= limit; from += limit + 1) {
    const next = inOrder.slice(from, from + limit + 1)
    for (const [person, known] of await loadPeople(next.map(({ person }) => person)))
      others.set(person, known)
    for (const friend of next) {
      const decision = decideWith(permitted, { ...permitted.facts, others }, friendItem(friend.person))
      if (decision.outcome === 'permit') allowed.push({ ...friend, fields: decision.fields })
    }
  }
  return { allowed, others }
}

/** The contact fields of some people that may leave. Only of those who let any through is anything read. */
async function contactsOf(
  permitted: Permitted,
  facts: Facts,
  people: readonly PersonId[],
  contacts: FriendSteps['contacts'],
): Promise<readonly ContactRow[]> {
  const left = new Map<PersonId, readonly Field[]>()
  for (const owner of people) {
    const fields = Object.values(contactFieldOf)
    const decision = decideWith(permitted, facts, {
      kind: 'contact_field',
      people: { owner },
      sentAt: null,
      fields,
    })
    if (decision.outcome === 'permit') left.set(owner, decision.fields)
  }
  const rows = await contacts(permitted.session, [...left.keys()])
  return rows.filter(({ owner, kind }) => left.get(owner)?.includes(contactFieldOf[kind]))
}

/**
 * Whether the same call for the list of friends would name this friend: only then a contact field may carry the friend's
 * id of that list, which tells whose it is.
 */
function isListed(permitted: Permitted, facts: Facts, friend: PersonId): boolean {
  const request = { ...permitted.request, verb: 'friends.list', fields: null } as const
  return decideWith({ ...permitted, request }, facts, friendItem(friend)).outcome === 'permit'
}

function decideWith(
  { request, now }: Pick<Permitted, 'request' | 'now'>,
  facts: Facts,
  item: Item,
): Decision {
  return decide({ ...request, item }, facts, now)
}
