// What leaves of the messages of a thread: readings 14 to 20.
import type { Field, MessageId, PersonId } from '@countersign/protocol'
import type { ExpectedItem, MessageState, ThreadState } from '../worlds/world-state.ts'
import { cutMentions } from './mentions.ts'
import type { Note, Objection } from './objection.ts'
import { type Verdict, verdictOn } from './parts.ts'
import type { Case } from './refusal.ts'
import { partOf } from './subjects.ts'

/** Every message of the thread that may leave, newest first: by time, then by position. */
export function messagesOf(c: Case, thread: ThreadState, note: Note): readonly ExpectedItem[] {
  const items: ExpectedItem[] = []
  const newestFirst = thread.messages
    .map((message, position) => ({ message, position }))
    .sort((a, b) => b.message.sentAt - a.message.sentAt || b.position - a.position)
  for (const { message } of newestFirst) {
    const objections = objectionsTo(c, thread, message)
    for (const { field, objection } of objections)
      if (objection !== null) note({ what: message.message, field, ...objection })
    const fields = objections.filter(({ objection }) => objection === null).map(({ field }) => field)
    if (fields.length > 0) items.push(itemOf(c, thread, message, fields, note))
  }
  return items
}

/** Each field asked for, and what stands against the message leaving with it. */
function objectionsTo(
  c: Case,
  thread: ThreadState,
  message: MessageState,
): readonly { readonly field: Field; readonly objection: Objection | null }[] {
  const readings = [
    reading14Deleted(message),
    reading14Message(c, thread, message),
    reading15Edit(c, thread, message),
    reading16FirstWords(c, thread, message),
  ]
  return c.fields.map((field) => ({ field, objection: firstObjection(readings, field) }))
}

function firstObjection(readings: readonly Verdict[], field: Field): Objection | null {
  for (const verdict of readings) {
    const objection = verdict(field)
    if (objection !== null) return objection
  }
  return null
}

const nothingAgainst: Verdict = () => null

function reading14Deleted(message: MessageState): Verdict {
  return message.deletedAt === null ? nothingAgainst : () => ({ reading: 14, why: 'It is deleted.' })
}

function reading14Message(c: Case, thread: ThreadState, message: MessageState): Verdict {
  const people = { author: message.author, firstAuthor: message.originAuthor }
  return verdictOn(c, partOf(message.kind, people, message.sentAt, thread))
}

function reading15Edit(c: Case, thread: ThreadState, message: MessageState): Verdict {
  if (message.editedAt === null) return nothingAgainst
  const edit = verdictOn(c, partOf('edit', { author: message.author }, message.editedAt, thread))
  return (field) => within(15, 'The edit', edit(field))
}

function reading16FirstWords(c: Case, thread: ThreadState, message: MessageState): Verdict {
  if (message.kind !== 'forward') return nothingAgainst
  const first = partOf('message', { author: message.originAuthor }, message.originSentAt, thread)
  const words = verdictOn(c, first)
  return (field) => within(16, 'The first words', words(field))
}

/** An objection to something inside, as an objection to what holds it. */
function within(reading: number, what: string, inner: Objection | null): Objection | null {
  return inner === null
    ? null
    : { ...inner, reading, why: `${what}, by reading ${inner.reading}: ${inner.why}` }
}

/** Reading 20: the object, with a key for each field let through that has something to say. */
function itemOf(
  c: Case,
  thread: ThreadState,
  message: MessageState,
  fields: readonly Field[],
  note: Note,
): ExpectedItem {
  const answered = fields.includes('message.reply_to') ? reading17Answered(c, thread, message, note) : null
  return {
    kind: message.kind,
    message: message.message,
    ...(fields.includes('message.text') && { text: reading19Text(c, thread, message, note) }),
    ...(fields.includes('message.sent_at') && { sentAt: message.sentAt }),
    ...(fields.includes('message.author') && { author: message.author }),
    ...(fields.includes('message.edited_at') && message.editedAt !== null && { editedAt: message.editedAt }),
    ...(answered !== null && { replyTo: answered }),
    ...(fields.includes('message.reactions') && { reactions: reading18Reactions(c, thread, message, note) }),
    ...(fields.includes('message.attachments') && {
      attachments: message.attachments.map(({ name, mediaType }) => ({ name, mediaType })),
    }),
    ...(fields.includes('message.card') && message.card !== null && { card: message.card }),
  }
}

/** The message that this one answers, when that could itself leave and the link between the two passes. */
function reading17Answered(
  c: Case,
  thread: ThreadState,
  message: MessageState,
  note: Note,
): MessageId | null {
  if (message.replyTo === null) return null
  const what = `what ${message.message} answers`
  const answered = thread.messages.find((other) => other.message === message.replyTo)
  if (answered === undefined) {
    note({ what, reading: 17, why: 'It is not in the thread.' })
    return null
  }
  if (objectionsTo(c, thread, answered).every(({ objection }) => objection !== null)) {
    note({ what, reading: 17, why: 'It could not itself leave.' })
    return null
  }
  const link = partOf('reply', { author: message.author, answered: answered.author }, message.sentAt, thread)
  const objection = within(17, 'The link', verdictOn(c, link)('message.reply_to'))
  if (objection !== null) note({ what, ...objection })
  return objection === null ? answered.message : null
}

/** The reactions that pass, in the order they were made. */
function reading18Reactions(
  c: Case,
  thread: ThreadState,
  message: MessageState,
  note: Note,
): readonly { readonly person: PersonId; readonly emoji: string }[] {
  const passing = message.reactions.filter((reaction) => {
    const people = { reactor: reaction.person, author: message.author }
    const part = partOf('reaction', people, reaction.at, thread)
    const objection = within(18, 'The reaction', verdictOn(c, part)('message.reactions'))
    if (objection !== null) note({ what: `a reaction to ${message.message}`, ...objection })
    return objection === null
  })
  return passing
    .sort((a, b) => a.at - b.at || byText(a.person, b.person) || byText(a.emoji, b.emoji))
    .map(({ person, emoji }) => ({ person, emoji }))
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The text; a mention in it is of whoever wrote these words, and of the person mentioned, from when they were written. */
function reading19Text(c: Case, thread: ThreadState, message: MessageState, note: Note): string {
  const isForward = message.kind === 'forward'
  const author = isForward ? message.originAuthor : message.author
  const at = isForward ? message.originSentAt : message.sentAt
  return cutMentions(message.text, message.mentions, (mention) => {
    const part = partOf('mention', { author, mentioned: mention.person }, at, thread)
    const objection = within(19, 'The mention', verdictOn(c, part)('message.text'))
    if (objection !== null) note({ what: `a mention in ${message.message}`, ...objection })
    return objection === null
  })
}
