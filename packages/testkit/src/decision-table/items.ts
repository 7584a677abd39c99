// The item of a row, as the decision sees it and as the messages that hold it.
import {
  type Instant,
  type Item,
  messageItem,
  type PersonId,
  type StoredMessage,
} from '@countersign/protocol'
import type { SeededIds } from '../seeded-ids.ts'
import type { ItemWords, Who } from './item-cell.ts'
import type { Moment } from './words.ts'

/** What the messages of a row say; a mention covers the name at its beginning. */
export const SAID = 'Chika, here is what everyone hums this week'
const NAME_LENGTH = 'Chika'.length

type People = Readonly<Record<Who, PersonId>>

/** The items that must all be permitted for a row's item to leave: one, or a message and its edit. */
export function itemsOf(
  item: ItemWords | null,
  people: People,
  instant: (m: Moment) => Instant,
): readonly Item[] {
  if (item === null) return []
  const sentAt = item.sent === null ? null : instant(item.sent)
  const whole = messageItem({
    kind: 'message',
    author: people[item.by],
    sentAt: sentAt ?? 0,
    originAuthor: null,
  })
  const first: Item = { ...shapeOf(item, people), sentAt, fields: fieldsOf(item, whole.fields) }
  if (item.edited === null) return [first]
  return [first, { ...whole, kind: 'edit', sentAt: instant(item.edited) }]
}

function fieldsOf({ kind }: ItemWords, whole: Item['fields']): Item['fields'] {
  switch (kind) {
    case 'reply':
    case 'quote':
      return ['message.reply_to']
    case 'mention':
      return ['message.text']
    case 'reaction':
      return ['message.reactions']
    case 'thread_title':
      return ['thread.title']
    case 'member':
      return ['member.name', 'member.joined_at']
    case 'friend':
      return ['friend.name', 'friend.since']
    case 'contact_field':
      return ['contact.email']
    default:
      return whole
  }
}

function shapeOf({ kind, by, about }: ItemWords, people: People): Pick<Item, 'kind' | 'people'> {
  const one = people[by]
  const two = people[about ?? by]
  switch (kind) {
    case 'forward':
      return { kind, people: { author: one, origin_author: two } }
    case 'reply':
      return { kind, people: { author: one, target_author: two } }
    case 'quote':
      return { kind, people: { author: one, quoted_author: two } }
    case 'mention':
      return { kind, people: { author: one, mentioned: two } }
    case 'reaction':
      return { kind, people: { reactor: one, author: two } }
    case 'poll_vote':
      return { kind, people: { voter: one, author: two } }
    case 'system_event':
      return { kind, people: { actor: one, concerned: two } }
    case 'member':
      return { kind, people: { member: one } }
    case 'friend':
      return { kind, people: { friend: one } }
    case 'contact_field':
      return { kind, people: { owner: one } }
    case 'unlisted':
      return { kind: 'drawing', people: { author: one } }
    default:
      return { kind, people: { author: one } }
  }
}

/** The kinds that the store holds as messages or as parts of messages. */
const inMessages: readonly ItemWords['kind'][] = [
  'message',
  'card',
  'attachment',
  'forward',
  'reply',
  'mention',
  'reaction',
]

/** The messages to store so that the row's item is there to be read; its own comes last, at the same instant as what it refers to. */
export function messagesOf(
  item: ItemWords | null,
  { ids, people, instant }: { ids: SeededIds; people: People; instant: (m: Moment) => Instant },
): readonly StoredMessage[] {
  if (item === null || item.sent === null || !inMessages.includes(item.kind)) return []
  const sentAt = instant(item.sent)
  const two = people[item.about ?? item.by]
  const plain: StoredMessage = {
    id: ids.next('message'),
    kind: 'message',
    author: item.kind === 'reaction' ? two : people[item.by],
    sentAt,
    editedAt: item.edited === null ? null : instant(item.edited),
    text: SAID,
    mentions: item.kind === 'mention' ? [{ person: two, start: 0, end: NAME_LENGTH }] : [],
    card: null,
    originAuthor: null,
    originSentAt: null,
    replyTo: null,
    reactions: item.kind === 'reaction' ? [{ person: people[item.by], emoji: '🎵', at: sentAt }] : [],
    attachments: item.kind === 'attachment' ? [{ name: 'song.mp3', mediaType: 'audio/mpeg' }] : [],
  }
  switch (item.kind) {
    case 'card':
      return [{ ...plain, kind: 'card', card: songCard }]
    case 'forward':
      return [{ ...plain, kind: 'forward', originAuthor: two, originSentAt: sentAt }]
    case 'reply': {
      const target: StoredMessage = { ...plain, id: ids.next('message'), author: two }
      return [target, { ...plain, replyTo: target }]
    }
    default:
      return [plain]
  }
}

const songCard = {
  type: 'song',
  title: 'Blue Ferry',
  artist: 'The Tides',
  link: 'https://jukebox.example/songs/blue-ferry',
} as const
