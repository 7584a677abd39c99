// What leaves of a person's threads, members, friends and contact fields: readings 21 to 24.
import type { ContactField, Field, PersonId } from '@countersign/protocol'
import type { ContactState, ExpectedItem, PersonState, ThreadState } from '../worlds/world-state.ts'
import type { Note } from './objection.ts'
import { verdictOn } from './parts.ts'
import type { Case } from './refusal.ts'
import { type Part, partOf } from './subjects.ts'
import { holds, whyNotThere } from './threads.ts'

/** Reading 21: the threads that are there for the grant, each with its title where whoever gave it lets it through. */
export function threadsOf(c: Case, note: Note): readonly ExpectedItem[] {
  const items: ExpectedItem[] = []
  for (const thread of c.world.threads) {
    const why = whyNotThere(c.world, c.grant, c.person.person, thread)
    if (why !== null) {
      note({ what: thread.thread, reading: 7, why })
      continue
    }
    const title = titleOf(c, thread, note)
    items.push({
      kind: 'thread',
      thread: thread.thread,
      ...(title !== null && { title }),
      ...(c.fields.includes('thread.kind') && { threadKind: thread.kind }),
    })
  }
  return items
}

function titleOf(c: Case, thread: ThreadState, note: Note): string | null {
  if (thread.title === null || !c.fields.includes('thread.title')) return null
  const title = partOf('title', { author: thread.titleBy }, null, thread)
  const fields = leaving(c, title, `the title of ${thread.thread}`, note, ['thread.title'])
  return fields.length > 0 ? thread.title : null
}

/** Reading 22: who is present now and lets it through. */
export function membersOf(c: Case, thread: ThreadState, note: Note): readonly ExpectedItem[] {
  const items: ExpectedItem[] = []
  for (const stay of thread.stays) {
    if (!holds(stay, c.world.now)) continue
    const member = partOf('member', { member: stay.person }, null, thread)
    const fields = leaving(c, member, stay.person, note, c.fields)
    if (fields.length === 0) continue
    items.push({
      kind: 'member',
      person: stay.person,
      ...(fields.includes('member.name') && { name: personOf(c, stay.person).name }),
      ...(fields.includes('member.joined_at') && { joinedAt: stay.joinedAt }),
    })
  }
  return items
}

/** Reading 23: friends of now who let it through. */
export function friendsOf(c: Case, note: Note): readonly ExpectedItem[] {
  const items: ExpectedItem[] = []
  for (const { friend, since } of friendsOfNow(c)) {
    const part = partOf('friend', { friend: friend.person }, null, null)
    const fields = leaving(c, part, friend.person, note, c.fields)
    if (fields.length === 0) continue
    items.push({
      kind: 'friend',
      person: friend.person,
      ...(fields.includes('friend.name') && { name: friend.name }),
      ...(fields.includes('friend.since') && { since }),
    })
  }
  return items
}

/** Reading 24: the granting person's own contact fields. */
export function ownContactsOf(c: Case, note: Note): readonly ExpectedItem[] {
  return contactsOf(c, c.person, note)
}

/** Reading 24: the contact fields of friends of now. */
export function friendsContactsOf(c: Case, note: Note): readonly ExpectedItem[] {
  return friendsOfNow(c).flatMap(({ friend }) => contactsOf(c, friend, note))
}

function contactsOf(c: Case, owner: PersonState, note: Note): readonly ExpectedItem[] {
  const items: ExpectedItem[] = []
  for (const contact of owner.contacts) {
    const field = fieldOf(contact)
    const what = `${field} of ${owner.person}`
    if (!c.fields.includes(field)) continue
    if (!contact.verified) {
      note({ what, field, reading: 24, why: 'It is not verified.' })
      continue
    }
    const part = partOf('contact', { owner: owner.person }, null, null)
    if (leaving(c, part, what, note, [field]).length > 0)
      items.push({ kind: 'contact', person: owner.person, field, value: contact.value })
  }
  return items
}

function fieldOf(contact: ContactState): ContactField {
  return contact.kind === 'email' ? 'contact.email' : 'contact.phone'
}

function friendsOfNow(c: Case): readonly { readonly friend: PersonState; readonly since: number }[] {
  const friends: { friend: PersonState; since: number }[] = []
  for (const { people, since } of c.world.friendships) {
    if (since > c.world.now) continue
    const [one, other] = people
    if (one === c.person.person) friends.push({ friend: personOf(c, other), since })
    else if (other === c.person.person) friends.push({ friend: personOf(c, one), since })
  }
  return friends
}

/** Those of the fields that the part may leave with; a note of each other one. */
function leaving(c: Case, part: Part, what: string, note: Note, fields: readonly Field[]): readonly Field[] {
  const verdict = verdictOn(c, part)
  return fields.filter((field) => {
    const objection = verdict(field)
    if (objection !== null) note({ what, field, ...objection })
    return objection === null
  })
}

function personOf(c: Case, person: PersonId): PersonState {
  const found = c.people.get(person)
  if (found === undefined) throw new Error(`${person} is not in the world: add them, or leave them out of it`)
  return found
}
