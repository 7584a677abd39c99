// decide() over a world in memory: every item there is, decided one by one. What the database path must come to.
import {
  type ContactField,
  type Decision,
  decide,
  type Facts,
  type Item,
  type Membership,
  type MessageId,
  type PersonId,
  projectMessage,
  type StoredMessage,
  type ThreadId,
} from '@countersign/protocol'
import { factsOf, friendsOf, requestOf } from './facts-of-world.ts'
import type { ExpectedItem, Judge, MessageState, ThreadState, WorldCall, WorldState } from './world-state.ts'

/** The parts a walk is made of, so that a fault can be planted in one. */
export interface WalkParts {
  readonly decide: typeof decide
  readonly project: typeof projectMessage
  readonly factsOf: typeof factsOf
}

const realParts: WalkParts = { decide, project: projectMessage, factsOf }

/** What decide() says of a call, over every item of the world. */
export const judgeByDecide: Judge = walkWith({})

/** The same walk with other parts. */
export function walkWith(given: Partial<WalkParts>): Judge {
  const parts = { ...realParts, ...given }
  return (world, call) => {
    const facts = parts.factsOf(world, call, call.thread)
    const decision = parts.decide(requestOf(call), facts, world.now)
    if (decision.outcome === 'permit')
      return { outcome: 'permit', items: itemsOf({ world, call, facts, parts }) }
    if (decision.code === 'WITHHELD') throw new Error('a call without an item is withheld')
    return { outcome: 'refuse', code: decision.code }
  }
}

interface Walk {
  readonly world: WorldState
  readonly call: WorldCall
  readonly facts: Facts
  readonly parts: WalkParts
}

function itemsOf(walk: Walk): readonly ExpectedItem[] {
  const { world, call } = walk
  const thread = world.threads.find((one) => one.thread === call.thread)
  switch (call.verb) {
    case 'messages.read':
      return thread === undefined ? [] : messageItems(walk, thread)
    case 'members.see':
      return thread === undefined ? [] : thread.stays.flatMap((stay) => memberItem(walk, stay))
    case 'threads.list':
      return world.threads.flatMap((one) => threadItem(walk, one))
    case 'friends.list':
      return friendsOf(world, call.person).flatMap((friend) => friendItem(walk, friend))
    case 'contact.own':
      return contactItems(walk, call.person)
    case 'friends.contact':
      return friendsOf(world, call.person).flatMap((friend) => contactItems(walk, friend))
  }
}

function decideItem({ world, call, facts, parts }: Walk, item: Item): Decision {
  return parts.decide({ ...requestOf(call), item }, facts, world.now)
}

/** Newest first; of one instant, the later position first. */
function messageItems(walk: Walk, thread: ThreadState): readonly ExpectedItem[] {
  const names = { message: (id: MessageId) => id, author: (person: PersonId) => person }
  return thread.messages
    .map((message, position) => ({ message, position }))
    .filter(({ message }) => message.deletedAt === null)
    .sort((a, b) => b.message.sentAt - a.message.sentAt || b.position - a.position)
    .flatMap(({ message }): ExpectedItem[] => {
      const left = walk.parts.project(storedMessage(thread, message), (item) => decideItem(walk, item), names)
      return left === undefined ? [] : [expectedMessage(left.item)]
    })
}

type Left = NonNullable<ReturnType<typeof projectMessage>>['item']

/** What a projection left, its names being the ids themselves. */
function expectedMessage({
  id,
  sent_at,
  edited_at,
  reply_to,
  author,
  reactions,
  attachments,
  ...rest
}: Left): ExpectedItem {
  return {
    ...rest,
    message: id as MessageId,
    ...(sent_at !== undefined && { sentAt: Date.parse(sent_at) }),
    ...(author !== undefined && { author: author as PersonId }),
    ...(edited_at !== undefined && { editedAt: Date.parse(edited_at) }),
    ...(reply_to !== undefined && { replyTo: reply_to as MessageId }),
    ...(reactions && {
      reactions: reactions.map((one) => ({ person: one.author as PersonId, emoji: one.emoji })),
    }),
    ...(attachments && {
      attachments: attachments.map(({ name, media_type }) => ({ name, mediaType: media_type })),
    }),
  }
}

/** A message of a world as the store would hand it to the projection. */
function storedMessage(thread: ThreadState, message: MessageState): StoredMessage {
  const target = thread.messages.find((one) => one.message === message.replyTo && one.deletedAt === null)
  return {
    ...message,
    id: message.message,
    replyTo: target ? { ...target, id: target.message } : null,
    reactions: message.reactions.toSorted(
      (a, b) => a.at - b.at || order(a.person, b.person) || order(a.emoji, b.emoji),
    ),
  }
}

/** By code unit or, what the database does, by code point: the same for ids, and for the emojis worlds have. */
function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function memberItem(walk: Walk, { person, joinedAt, leftAt }: Membership): readonly ExpectedItem[] {
  const { now } = walk.world
  if (joinedAt > now || (leftAt !== null && now >= leftAt)) return []
  const fields = ['member.name', 'member.joined_at'] as const
  const decision = decideItem(walk, { kind: 'member', people: { member: person }, sentAt: null, fields })
  if (decision.outcome === 'refuse') return []
  return [
    {
      kind: 'member',
      person,
      ...(decision.fields.includes('member.name') && { name: nameOf(walk.world, person) }),
      ...(decision.fields.includes('member.joined_at') && { joinedAt }),
    },
  ]
}

function threadItem(
  { world, call, parts }: Walk,
  { thread, kind, title, titleBy }: ThreadState,
): readonly ExpectedItem[] {
  const facts = parts.factsOf(world, call, thread)
  const request = { ...requestOf(call), thread }
  const decision = parts.decide(request, facts, world.now)
  if (decision.outcome === 'refuse') return []
  return [
    {
      kind: 'thread',
      thread,
      ...(title !== null &&
        titleBy !== null &&
        titlePasses(parts, request, facts, titleBy, world) && { title }),
      ...(decision.fields.includes('thread.kind') && { threadKind: kind }),
    },
  ]
}

function titlePasses(
  parts: WalkParts,
  request: ReturnType<typeof requestOf> & { readonly thread: ThreadId },
  facts: Facts,
  author: PersonId,
  { now }: WorldState,
): boolean {
  const item: Item = { kind: 'thread_title', people: { author }, sentAt: null, fields: ['thread.title'] }
  return parts.decide({ ...request, item }, facts, now).outcome === 'permit'
}

function friendItem(walk: Walk, friend: PersonId): readonly ExpectedItem[] {
  const fields = ['friend.name', 'friend.since'] as const
  const decision = decideItem(walk, { kind: 'friend', people: { friend }, sentAt: null, fields })
  const between = walk.world.friendships.find(
    ({ people }) => people.includes(friend) && people.includes(walk.call.person),
  )
  if (decision.outcome === 'refuse' || between === undefined) return []
  return [
    {
      kind: 'friend',
      person: friend,
      ...(decision.fields.includes('friend.name') && { name: nameOf(walk.world, friend) }),
      ...(decision.fields.includes('friend.since') && { since: between.since }),
    },
  ]
}

/** An address nobody has shown to be theirs may reach somebody else: nothing of it is anybody's to release. */
function contactItems(walk: Walk, owner: PersonId): readonly ExpectedItem[] {
  const contacts = walk.world.people.find(({ person }) => person === owner)?.contacts ?? []
  return contacts
    .filter(({ verified }) => verified)
    .flatMap(({ kind, value }): ExpectedItem[] => {
      const field: ContactField = `contact.${kind}`
      const item: Item = { kind: 'contact_field', people: { owner }, sentAt: null, fields: [field] }
      if (decideItem(walk, item).outcome === 'refuse') return []
      return [{ kind: 'contact', person: owner, field, value }]
    })
}

function nameOf(world: WorldState, person: PersonId): string {
  return world.people.find((one) => one.person === person)?.name ?? ''
}
