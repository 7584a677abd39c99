// Link cards: beside a message whose words hold a link, what the page said of itself. For people; partners never see it.
import { type Instant, idOf, type MessageId, type ThreadId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** What a page said of itself when its link was sent. */
export interface LinkCard {
  readonly thread: ThreadId
  readonly message: MessageId
  readonly link: string
  readonly title: string
  readonly author: string | null
  readonly provider: string
  /** The secret part of its picture's address; null without a picture. */
  readonly pictureKey: string | null
}

/** Keeps a link card, once for each message, unless its words went while the page was asked; a second one changes nothing. */
export async function insertLinkCard(
  session: Session,
  card: LinkCard & { readonly picture: Uint8Array | null; readonly madeAt: Instant },
): Promise<void> {
  await session.query(
    `insert into link_cards (thread_id, message_id, link, title, author, provider, picture_key, picture, made_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9 where exists (select from messages
       where thread_id = $1 and message_id = $2 and deleted_at is null and edited_at is null)
     on conflict do nothing`,
    [
      uuidOf(card.thread),
      uuidOf(card.message),
      card.link,
      card.title,
      card.author,
      card.provider,
      card.pictureKey,
      card.picture === null ? null : Buffer.from(card.picture),
      card.madeAt,
    ],
  )
}

/** The link cards of these messages of a thread. */
export async function linkCardsOf(
  session: Session,
  thread: ThreadId,
  messages: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, LinkCard>> {
  const { rows } = await session.query<{
    message_id: string
    link: string
    title: string
    author: string | null
    provider: string
    picture_key: string | null
  }>(
    `select message_id, link, title, author, provider, picture_key from link_cards
     where thread_id = $1 and message_id = any ($2::uuid[])`,
    [uuidOf(thread), messages.map(uuidOf)],
  )
  return new Map(
    rows.map((row) => {
      const message = idOf('message', row.message_id)
      const { link, title, author, provider, picture_key: pictureKey } = row
      return [message, { thread, message, link, title, author, provider, pictureKey }]
    }),
  )
}

/** A picture by the message it belongs to and its key; undefined unless both are right. */
export async function findPicture(
  session: Session,
  thread: ThreadId,
  message: MessageId,
  key: string,
): Promise<Uint8Array | undefined> {
  const { rows } = await session.query<{ picture: Uint8Array }>(
    'select picture from link_cards where thread_id = $1 and message_id = $2 and picture_key = $3',
    [uuidOf(thread), uuidOf(message), key],
  )
  return rows[0]?.picture
}
