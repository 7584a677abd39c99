// The history checker: whether what a partner received can be explained by the acts that were acknowledged or going on.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import type { Span } from './history.ts'
import type { Known, SentMessage } from './known.ts'
import {
  type Asked,
  allLet,
  type Call,
  may,
  messageLeaves,
  must,
  permitted,
  reachesThread,
  subjectLets,
} from './rules.ts'

/** A message in an answer, its opaque ids opened. An id that opens to nothing is undefined. */
export interface MessageInAnswer {
  readonly kind: 'message'
  readonly message: MessageId | undefined
  readonly author: PersonId | undefined
  readonly text: string
  readonly replyTo: MessageId | undefined | null
  readonly reactions: readonly { readonly person: PersonId | undefined; readonly emoji: string }[]
}

/** A member in an answer. */
export interface MemberInAnswer {
  readonly kind: 'member'
  readonly member: PersonId | undefined
}

/** A thread in an answer. */
export interface ThreadInAnswer {
  readonly kind: 'thread'
  readonly thread: ThreadId | undefined
  readonly title: string | null
}

/** A friend in an answer. */
export interface FriendInAnswer {
  readonly kind: 'friend'
  readonly friend: PersonId | undefined
}

/** Anything in an answer. */
export type ItemInAnswer = MessageInAnswer | MemberInAnswer | ThreadInAnswer | FriendInAnswer

/** What a partner received, with the times it began to ask and had the whole answer, on the clock of the history. */
export interface Received extends Span {
  readonly call: Call
  /** BUSY is neither: the server said that it could not tell. */
  readonly outcome: 'served' | 'refused' | 'busy'
  readonly items: readonly ItemInAnswer[]
  /** Whether it began at the newest and ended at the oldest: nothing more to come. */
  readonly whole: { readonly first: boolean; readonly last: boolean }
}

/** What was found about one answer. */
export interface Verdict {
  /** What it held although nothing explains it: each one a broken promise. */
  readonly stale: readonly string[]
  /** What it lacked although nothing explains that: a platform that withholds what was allowed is broken too. */
  readonly withheld: readonly string[]
  /** Whether no act overlapped it that could have decided between served and refused. */
  readonly decided: boolean
}

/** Newer messages than this many are not looked for when something may be missing: pages are shorter. */
const LOOKED_BACK = 100

/** Judges one answer. Every act that began before the answer's end must have ended: what it made true is then known. */
export function judge(known: Known, received: Received): Verdict {
  const { call, outcome } = received
  const mayPass = permitted(may, known, call, received)
  const mustPass = permitted(must, known, call, received)
  const decided = mayPass === mustPass
  const at = `${call.verb} of ${call.feature} for ${call.person}`
  if (outcome === 'busy') return { stale: [], withheld: [], decided }
  if (outcome === 'refused') return { stale: [], withheld: mustPass ? [`${at}: refused`] : [], decided }
  return {
    stale: [
      ...(mayPass ? [] : [`${at}: served`]),
      ...received.items.flatMap((item) => wrongWith(known, received, item).map((why) => `${at}: ${why}`)),
    ],
    withheld: missing(known, received).map((what) => `${at}: without ${what}`),
    decided,
  }
}

function wrongWith(known: Known, received: Received, item: ItemInAnswer): readonly string[] {
  if (item.kind === 'message') return wrongWithMessage(known, received, item)
  if (item.kind === 'member')
    return memberMay(may, known, received, item.member) ? [] : [`member ${item.member}`]
  if (item.kind === 'friend')
    return friendMay(may, known, received, item.friend) ? [] : [`friend ${item.friend}`]
  const listed = item.thread !== undefined && threadMay(may, known, received, item.thread)
  if (!listed) return [`thread ${item.thread}`]
  return item.title === null || titleMay(may, known, received, item.thread, item.title)
    ? []
    : [`the title "${item.title}"`]
}

function wrongWithMessage(known: Known, received: Received, item: MessageInAnswer): readonly string[] {
  const message = item.message && known.messages.get(item.message)
  if (message === undefined) return [`a message nobody sent: "${item.text}"`]
  const { call } = received
  if (message.thread !== call.thread) return [`a message of another thread: "${item.text}"`]
  if (item.author !== message.author) return [`a wrong author of "${item.text}"`]
  const wrong: string[] = []
  const leaves = messageLeaves(may, known, call, message, received, ({ text, mention }) => {
    if (item.text === text) return mention === null || mentioned(known, received, message, mention.person)
    return mention !== null && item.text === text.replace(mention.word, 'someone')
  })
  if (!leaves) wrong.push(`${message.kind} ${message.id} "${item.text}"`)
  const target = item.replyTo && known.messages.get(item.replyTo)
  if (item.replyTo !== null && !(target && messageLeaves(may, known, call, target, received)))
    wrong.push(`a link to what "${item.text}" answers`)
  for (const { person, emoji } of item.reactions)
    if (!reactionMay(known, received, message, person, emoji)) wrong.push(`${emoji} of ${person}`)
  return wrong
}

function mentioned(known: Known, received: Received, message: SentMessage, person: PersonId): boolean {
  // Forwarded words name somebody by who wrote them first, and since then.
  const { author, sentAt } = message.origin ?? message
  const place = { subjects: [author, person], thread: message.thread, item: { sentAt } }
  return allLet(may, known, received.call, place, received)
}

function reactionMay(
  known: Known,
  received: Received,
  { id, thread }: SentMessage,
  person: PersonId | undefined,
  emoji: string,
): boolean {
  if (person === undefined) return false
  const place = { subject: person, thread, item: { sentAt: null } }
  return (
    may.holds(known.reaction(id, person, emoji), received, (is) => is) &&
    subjectLets(may, known, received.call, place, received)
  )
}

function memberMay(asked: Asked, known: Known, received: Received, member: PersonId | undefined): boolean {
  const { thread } = received.call
  return (
    member !== undefined &&
    thread !== null &&
    asked.holds(known.member(member, thread), received, (is) => is) &&
    allLet(asked, known, received.call, { subjects: [member], thread }, received)
  )
}

function friendMay(asked: Asked, known: Known, received: Received, friend: PersonId | undefined): boolean {
  if (friend === undefined) return false
  const { call } = received
  const place = { subject: friend, thread: null, item: { sentAt: null } }
  return (
    asked.holds(known.friends(call.person, friend), received, (are) => are) &&
    subjectLets(asked, known, call, place, received)
  )
}

function threadMay(asked: Asked, known: Known, received: Received, thread: ThreadId): boolean {
  return reachesThread(asked, known, received.call, thread, received)
}

function titleMay(asked: Asked, known: Known, received: Received, thread: ThreadId, text: string): boolean {
  return asked.holds(
    known.title(thread),
    received,
    (title) =>
      title?.text === text && allLet(asked, known, received.call, { subjects: [title.by], thread }, received),
  )
}

/** What an answer must have held: all that was certainly allowed from the moment it began to the moment it ended. */
function missing(known: Known, received: Received): readonly string[] {
  const { call, whole, items } = received
  if (!whole.first || !permitted(must, known, call, received)) return []
  if (call.verb === 'messages.read') return missingMessages(known, received)
  if (!whole.last) return []
  if (call.verb === 'members.see') {
    const shown = new Set(items.map((item) => (item.kind === 'member' ? item.member : undefined)))
    return known.people.filter((person) => !shown.has(person) && memberMay(must, known, received, person))
  }
  if (call.verb === 'friends.list') {
    const shown = new Set(items.map((item) => (item.kind === 'friend' ? item.friend : undefined)))
    return known.people.filter((person) => !shown.has(person) && friendMay(must, known, received, person))
  }
  const shown = new Set(items.map((item) => (item.kind === 'thread' ? item.thread : undefined)))
  return known.threads.filter((thread) => !shown.has(thread) && threadMay(must, known, received, thread))
}

function missingMessages(known: Known, received: Received): readonly string[] {
  const { call, whole, items } = received
  const shown = new Set(items.map((item) => (item.kind === 'message' ? item.message : undefined)))
  const times = [...shown].flatMap((id) => (id && known.messages.get(id)?.sentAt) ?? [])
  const oldest = whole.last ? 0 : Math.min(...times)
  const said = (call.thread && known.said.get(call.thread)) ?? []
  return said
    .slice(-LOOKED_BACK)
    .filter(
      (message) =>
        message.sentAt > oldest &&
        message.sent.end <= received.begin &&
        !shown.has(message.id) &&
        messageLeaves(must, known, call, message, received),
    )
    .map(({ id }) => id)
}
