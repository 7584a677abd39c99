// The only code that shapes what the people's API says of messages and their files: a field not written here does not leave.
import type * as wire from '@countersign/protocol/people-api'
import type { z } from 'zod'
import type { Answered, Reading, ReadMessage } from '../acts/read-messages.ts'
import type { WholeUpload } from '../acts/upload-file.ts'
import type { Attachment } from '../store/files.ts'
import type { LinkCard } from '../store/link-cards.ts'
import { time, timeOrNull } from './present.ts'

type Message = z.infer<typeof wire.message>

/** A message. */
export function presentMessage(message: ReadMessage, { people, partners }: Reading): Message {
  const { id, thread, kind, text, card, via } = message
  const person = (one: ReadMessage['author']) => ({ id: one, name: people.get(one) ?? '' })
  return {
    id,
    thread,
    author: person(message.author),
    sent_at: time(message.sentAt),
    kind,
    text,
    mentions: message.mentions.map(({ person: mentioned, start, end }) => ({
      person: mentioned,
      start,
      end,
    })),
    card,
    origin_author: message.originAuthor && person(message.originAuthor),
    reply_to: message.replyTo,
    answers: message.answered && {
      id: message.answered.id,
      author: person(message.answered.author),
      excerpt: excerptOf(message.answered),
    },
    link_card: message.linkCard && presentLinkCard(message.linkCard),
    edited_at: timeOrNull(message.editedAt),
    deleted_at: timeOrNull(message.deletedAt),
    restorable_until: timeOrNull(message.restorableUntil),
    reactions: message.reactions.map((reaction) => ({
      emoji: reaction.emoji,
      person: person(reaction.person),
    })),
    attachments: message.attachments.map(presentAttachment),
    via: via && presentVia(via.partner, partners.get(via.partner) ?? ''),
  }
}

function presentAttachment(one: Attachment): Message['attachments'][number] {
  const { thread, message, id, name, mediaType, alt, file } = one
  const path = (part: string): string => `/api/v1/threads/${thread}/messages/${message}/files/${id}/${part}`
  return {
    id,
    name,
    media_type: mediaType,
    alt,
    size: file?.size ?? null,
    file: file && path('file'),
    picture: file?.picture
      ? { ...file.picture, small: path('small'), medium: path('medium'), whole: path('whole') }
      : null,
  }
}

/** A file that can be sent. */
export function presentUpload({
  id,
  name,
  size,
  mediaType,
  width,
  height,
}: WholeUpload): z.infer<typeof wire.upload> {
  return {
    id,
    name,
    media_type: mediaType,
    size,
    picture: width === null || height === null ? null : { width, height },
  }
}

const EXCERPT = 140

function excerptOf({ text, card, deletedAt }: Answered): string | null {
  if (card !== null || deletedAt !== null) return null
  const signs = [...text]
  return signs.length > EXCERPT ? `${signs.slice(0, EXCERPT).join('')}…` : text
}

/** The picture's path holds a key that only readers of the message are told. */
function presentLinkCard({ thread, message, link, title, author, provider, pictureKey }: LinkCard) {
  const picture =
    pictureKey === null ? null : `/api/v1/threads/${thread}/messages/${message}/picture/${pictureKey}`
  return { link, title, author, provider, picture }
}

/** WRT-02: the words are ours, whatever the partner sent. */
function presentVia(id: string, name: string): NonNullable<Message['via']> {
  return { partner: { id, name }, label: `Sent through ${name}` }
}
