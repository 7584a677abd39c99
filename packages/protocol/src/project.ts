// The projection without a trace: what is left of a stored message once every part of it has been decided.
import type { Card } from './cards.ts'
import type { Decision } from './decide.ts'
import type { MessageId, PersonId } from './ids.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import type { Item, ItemKind } from './subjects.ts'
import type { Instant } from './time.ts'
import { type Field, fieldsOf } from './verbs.ts'

/** A mention inside a text: [start, end) in UTF-16 code units. */
export interface Mention {
  readonly person: PersonId
  readonly start: number
  readonly end: number
}

/** As much of a replied-to message as deciding about the link takes. */
export type ReplyTarget = Pick<
  StoredMessage,
  'id' | 'kind' | 'author' | 'sentAt' | 'editedAt' | 'originAuthor' | 'originSentAt'
>

/** A message as the store holds it, with what hangs on it. Deleted messages never get this far. */
export interface StoredMessage {
  readonly id: MessageId
  readonly kind: Extract<ItemKind, 'message' | 'card' | 'forward'>
  readonly author: PersonId
  readonly sentAt: Instant
  readonly editedAt: Instant | null
  readonly text: string
  readonly mentions: readonly Mention[]
  readonly card: Card | null
  /** Who first wrote a forwarded text, and when; null for any other message. */
  readonly originAuthor: PersonId | null
  readonly originSentAt: Instant | null
  /** What it answers, when that still exists. */
  readonly replyTo: ReplyTarget | null
  readonly reactions: readonly { readonly person: PersonId; readonly emoji: string; readonly at: Instant }[]
  readonly attachments: readonly { readonly name: string; readonly mediaType: string }[]
}

/** Turns identifiers into the opaque ones of one partner and one granting person. */
export interface OpaqueNames {
  message(id: MessageId): string
  author(person: PersonId): string
}

/** One person an outgoing item says something about, and as what. */
export interface Disclosed {
  readonly person: PersonId
  readonly kind: ItemKind
}

/** An outgoing message and whom it discloses something about, each person and kind once. */
export interface Projection {
  readonly item: OutgoingMessage
  readonly disclosed: readonly Disclosed[]
}

/** The word that stands for a person who did not allow a mention of them. */
export const SOMEONE = 'someone'

const messageFields: readonly Field[] = fieldsOf['messages.read']

/** The item a message as a whole is, for the decision. */
export function messageItem(
  message: Pick<StoredMessage, 'kind' | 'author' | 'sentAt' | 'originAuthor'>,
): Item {
  const people = {
    author: message.author,
    ...(message.originAuthor && { origin_author: message.originAuthor }),
  }
  return { kind: message.kind, people, sentAt: message.sentAt, fields: messageFields }
}

/**
 * What may leave of a message, or undefined when it is withheld. Every part is decided for itself: the message, the
 * link to what it replies to, each reaction, each mention. What is withheld leaves no key, count or marker (COP-01).
 */
export function projectMessage(
  message: StoredMessage,
  decideItem: (item: Item) => Decision,
  names: OpaqueNames,
): Projection | undefined {
  const fields = fieldsLeaving(message, decideItem)
  if (fields === undefined) return undefined
  const has = (field: Field): boolean => fields.includes(field)
  const disclosed = new Map<string, Disclosed>()
  const disclose = (person: PersonId, kind: ItemKind): void =>
    void disclosed.set(`${kind} ${person}`, { person, kind })
  disclose(message.author, message.kind)
  if (message.originAuthor !== null) disclose(message.originAuthor, 'forward')
  const allowed = (kind: ItemKind, people: Item['people'], sentAt: Instant, field: Field): boolean =>
    decideItem({ kind, people, sentAt, fields: [field] }).outcome === 'permit'
  const context: Context = { message, decideItem, names, disclose, allowed }
  const item: OutgoingMessage = {
    kind: message.kind,
    id: names.message(message.id),
    ...(has('message.text') && { text: cutMentions(context) }),
    ...(has('message.sent_at') && { sent_at: wireTime(message.sentAt) }),
    ...(has('message.author') && { author: names.author(message.author) }),
    ...(has('message.edited_at') && message.editedAt !== null && { edited_at: wireTime(message.editedAt) }),
    ...(has('message.reply_to') && replyLink(context)),
    ...(has('message.reactions') && { reactions: reactions(context) }),
    ...(has('message.attachments') && {
      attachments: message.attachments.map(({ name, mediaType }) => ({ name, media_type: mediaType })),
    }),
    ...(has('message.card') && message.card !== null && { card: message.card }),
  }
  return { item, disclosed: [...disclosed.values()] }
}

/** An instant on the wire: RFC 3339, UTC, milliseconds. */
export function wireTime(at: Instant): string {
  return new Date(at).toISOString()
}

/**
 * The fields of a message that may leave, or undefined when it is withheld. Forwarded words were written before they were
 * forwarded: who did not choose "also what is already written" must not have it chosen by whoever forwards them.
 */
function fieldsLeaving(
  message: ReplyTarget,
  decideItem: (item: Item) => Decision,
): readonly Field[] | undefined {
  const decision = decideItem(messageItem(message))
  if (decision.outcome === 'refuse' || !editLeaves(message, decideItem)) return undefined
  const { originAuthor: author, originSentAt: sentAt } = message
  if (author === null) return decision.fields
  if (sentAt === null) return undefined
  const words = decideItem({ kind: 'message', people: { author }, sentAt, fields: messageFields })
  const left = words.outcome === 'permit' ? decision.fields.filter((f) => words.fields.includes(f)) : []
  return left.length > 0 ? left : undefined
}

/**
 * Whether the edit a message carries may leave; true when it was never edited. Its words are from then, so a message
 * edited while the granting person was not a member is withheld whole: the earlier words are gone.
 */
function editLeaves(
  { author, editedAt }: Pick<StoredMessage, 'author' | 'editedAt'>,
  decideItem: (item: Item) => Decision,
): boolean {
  if (editedAt === null) return true
  const edit: Item = { kind: 'edit', people: { author }, sentAt: editedAt, fields: messageFields }
  return decideItem(edit).outcome === 'permit'
}

interface Context {
  readonly message: StoredMessage
  readonly decideItem: (item: Item) => Decision
  readonly names: OpaqueNames
  readonly disclose: (person: PersonId, kind: ItemKind) => void
  readonly allowed: (kind: ItemKind, people: Item['people'], sentAt: Instant, field: Field) => boolean
}

function cutMentions({ message, disclose, allowed }: Context): string {
  const { text } = message
  // Whom forwarded words name was named by whoever wrote them, and when they did.
  const author = message.originAuthor ?? message.author
  const sentAt = message.originSentAt ?? message.sentAt
  const allowedMention = ({ person }: Mention): boolean =>
    allowed('mention', { author, mentioned: person }, sentAt, 'message.text')
  let left = ''
  let from = 0
  for (const stretch of stretchesOf(message.mentions, text.length)) {
    const named = stretch.mentions.every(allowedMention)
    if (named) for (const { person } of stretch.mentions) disclose(person, 'mention')
    left += text.slice(from, stretch.start) + (named ? text.slice(stretch.start, stretch.end) : SOMEONE)
    from = stretch.end
  }
  return left + text.slice(from)
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly mentions: readonly Mention[]
}

/** The stretches of a text that mentions cover, in order. Mentions that overlap share one: it stays only if all may. */
function stretchesOf(mentions: readonly Mention[], length: number): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const mention of [...mentions].sort((a, b) => a.start - b.start)) {
    const start = Math.max(mention.start, 0)
    const end = Math.min(mention.end, length)
    if (end <= start) continue
    const last = stretches.at(-1)
    if (last === undefined || start >= last.end) stretches.push({ start, end, mentions: [mention] })
    else {
      const joined = {
        start: last.start,
        end: Math.max(last.end, end),
        mentions: [...last.mentions, mention],
      }
      stretches.splice(-1, 1, joined)
    }
  }
  return stretches
}

function replyLink({ message, decideItem, names, disclose, allowed }: Context): { reply_to?: string } {
  const target = message.replyTo
  if (target === null || fieldsLeaving(target, decideItem) === undefined) return {}
  const people = { author: message.author, target_author: target.author }
  if (!allowed('reply', people, message.sentAt, 'message.reply_to')) return {}
  disclose(target.author, 'reply')
  return { reply_to: names.message(target.id) }
}

function reactions({
  message,
  names,
  disclose,
  allowed,
}: Context): NonNullable<OutgoingMessage['reactions']> {
  return message.reactions
    .filter(({ person, at }) =>
      allowed('reaction', { author: message.author, reactor: person }, at, 'message.reactions'),
    )
    .map(({ person, emoji }) => {
      disclose(person, 'reaction')
      return { emoji, author: names.author(person) }
    })
}
