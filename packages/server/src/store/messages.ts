// Messages as the people's side writes and reads them. Sending is the app's; editing and erasing pass the turnstile.
import {
  type Card,
  type FeatureId,
  type Instant,
  idOf,
  type Mention,
  type MessageId,
  type PartnerId,
  type PersonId,
  type PlacementId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, onlyRow, type Session } from './database.ts'
import { eraseAttachments } from './files.ts'

/** Through which partner a message came: shown to everybody, always (WRT-02). */
export interface Via {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly placement: PlacementId
}

/** A message. What was deleted keeps its place, and nothing of its content. */
export interface Message {
  readonly id: MessageId
  readonly thread: ThreadId
  readonly position: number
  readonly author: PersonId
  readonly sentAt: Instant
  readonly kind: 'message' | 'card' | 'forward'
  readonly text: string
  readonly mentions: readonly Mention[]
  readonly card: Card | null
  /** Who first wrote a forwarded text, and when. */
  readonly originAuthor: PersonId | null
  readonly originSentAt: Instant | null
  readonly replyTo: MessageId | null
  readonly editedAt: Instant | null
  readonly deletedAt: Instant | null
  /** Not null on a tombstone of a card that `via` took away: until then it can be brought back. */
  readonly restorableUntil: Instant | null
  readonly via: Via | null
}

interface MessageRow {
  readonly thread_id: string
  readonly message_id: string
  readonly position: number
  readonly author_id: string
  readonly sent_at: Instant
  readonly kind: Message['kind']
  readonly body: string
  readonly mentions: Mention[]
  readonly card: Card | null
  readonly origin_author_id: string | null
  readonly origin_sent_at: Instant | null
  readonly reply_to: string | null
  readonly edited_at: Instant | null
  readonly deleted_at: Instant | null
  readonly restorable_until: Instant | null
  readonly via_partner_id: string | null
  readonly via_feature_id: string | null
  readonly placement_id: string | null
}

const sentColumns = `thread_id, message_id, position, author_id, sent_at, kind, body, mentions, card, origin_author_id,
  origin_sent_at, reply_to, edited_at, deleted_at, via_partner_id, via_feature_id, placement_id`
const columns = `${sentColumns}, restorable_until`

function messageFromRow(row: MessageRow): Message {
  return {
    id: idOf('message', row.message_id),
    thread: idOf('thread', row.thread_id),
    position: row.position,
    author: idOf('person', row.author_id),
    sentAt: row.sent_at,
    kind: row.kind,
    text: row.body,
    mentions: row.mentions,
    card: row.card,
    originAuthor: row.origin_author_id === null ? null : idOf('person', row.origin_author_id),
    originSentAt: row.origin_sent_at,
    replyTo: row.reply_to === null ? null : idOf('message', row.reply_to),
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    restorableUntil: row.restorable_until,
    via: viaOf(row),
  }
}

function viaOf(row: MessageRow): Via | null {
  if (row.via_partner_id === null || row.via_feature_id === null || row.placement_id === null) return null
  return {
    partner: idOf('partner', row.via_partner_id),
    feature: idOf('feature', row.via_feature_id),
    placement: idOf('placement', row.placement_id),
  }
}

/** Adds a message at a place taken with `takePosition` in the same transaction. */
export async function insertMessage(
  session: Session,
  message: Omit<Message, 'restorableUntil'> & { readonly sentKey: string | null },
): Promise<void> {
  const { via } = message
  await session.query(
    `insert into messages (${sentColumns}, sent_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      uuidOf(message.thread),
      uuidOf(message.id),
      message.position,
      uuidOf(message.author),
      message.sentAt,
      message.kind,
      message.text,
      JSON.stringify(message.mentions),
      message.card === null ? null : JSON.stringify(message.card),
      message.originAuthor === null ? null : uuidOf(message.originAuthor),
      message.originSentAt,
      message.replyTo === null ? null : uuidOf(message.replyTo),
      message.editedAt,
      message.deletedAt,
      via === null ? null : uuidOf(via.partner),
      via === null ? null : uuidOf(via.feature),
      via === null ? null : uuidOf(via.placement),
      message.sentKey,
    ],
  )
}

/** The message an author sent into a thread under a key, deleted or not. */
export async function findSent(
  session: Session,
  thread: ThreadId,
  author: PersonId,
  key: string,
): Promise<Message | undefined> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns} from messages where thread_id = $1 and author_id = $2 and sent_key = $3`,
    [uuidOf(thread), uuidOf(author), key],
  )
  return rows.map(messageFromRow)[0]
}

/** When a person last wrote in a thread; undefined when nothing of theirs stands there. */
export async function lastSentAt(
  session: Session,
  thread: ThreadId,
  author: PersonId,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ sent_at: Instant }>(
    `select sent_at from messages where thread_id = $1 and author_id = $2 and deleted_at is null
     order by sent_at desc limit 1`,
    [uuidOf(thread), uuidOf(author)],
  )
  return rows[0]?.sent_at
}

/** SQL: the message `m` was sent while the person $2 was in its thread. */
export const readable = `exists (
  select 1 from memberships s where s.thread_id = m.thread_id and s.person_id = $2
  and s.joined_at <= m.sent_at and (s.left_at is null or m.sent_at < s.left_at))`

/** Those of some messages, deleted or not, that were sent while the person was in the thread, newest first. */
export async function readableMessages(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  messages: readonly MessageId[],
): Promise<readonly Message[]> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns} from messages m where m.thread_id = $1 and m.message_id = any ($3::uuid[]) and ${readable}
     order by m.position desc`,
    [uuidOf(thread), uuidOf(reader), messages.map(uuidOf)],
  )
  return rows.map(messageFromRow)
}

/** One message, deleted or not, if it was sent while the person was in the thread. */
export async function findReadableMessage(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  message: MessageId,
): Promise<Message | undefined> {
  return (await readableMessages(session, thread, reader, [message]))[0]
}

/** What was sent while the person was in the thread, newest first, below the position `before`. */
export async function messagesFor(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  page: { readonly limit: number; readonly before: number | null },
): Promise<readonly Message[]> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns} from messages m
     where m.thread_id = $1 and ($3::bigint is null or m.position < $3) and ${readable}
     order by m.position desc limit $4`,
    [uuidOf(thread), uuidOf(reader), page.before, page.limit],
  )
  return rows.map(messageFromRow)
}

/** The same above a position, oldest first. */
export async function messagesAfter(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  page: { readonly limit: number; readonly after: number },
): Promise<readonly Message[]> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns} from messages m where m.thread_id = $1 and m.position > $3 and ${readable}
     order by m.position limit $4`,
    [uuidOf(thread), uuidOf(reader), page.after, page.limit],
  )
  return rows.map(messageFromRow)
}

/** Where a page of somebody's own messages in one thread goes on. */
export type OwnPlace = Pick<Message, 'sentAt' | 'position'>

/** What a person wrote in one thread and did not delete, newest first, below `before`; in the index's order, so that each page costs a page. */
export async function ownMessages(
  session: Session,
  thread: ThreadId,
  author: PersonId,
  page: { readonly limit: number; readonly before: OwnPlace | null },
): Promise<readonly Message[]> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns} from messages m
     where m.thread_id = $1 and m.author_id = $2 and m.deleted_at is null
       and ($3::bigint is null or (m.sent_at, m.position) < ($3::bigint, $4::bigint))
     order by m.sent_at desc, m.position desc limit $5`,
    [uuidOf(thread), uuidOf(author), page.before?.sentAt ?? null, page.before?.position ?? null, page.limit],
  )
  return rows.map(messageFromRow)
}

/** How many messages of a person stand in these threads. */
export async function countOwnMessages(
  session: Session,
  threads: readonly ThreadId[],
  author: PersonId,
): Promise<number> {
  const { count } = onlyRow(
    await session.query<{ count: number }>(
      `select count(*) from messages where thread_id = any ($1::uuid[]) and author_id = $2 and deleted_at is null`,
      [threads.map(uuidOf), uuidOf(author)],
    ),
  )
  return count
}

/** The newest message of each thread that is not deleted and was sent while the person was in it. */
export async function newestMessages(
  session: Session,
  threads: readonly ThreadId[],
  reader: PersonId,
): Promise<ReadonlyMap<ThreadId, Message>> {
  const { rows } = await session.query<MessageRow>(
    `select ${columns.replaceAll(/(\w+)/g, 'newest.$1')} from unnest($1::uuid[]) as wanted
     cross join lateral (
       select * from messages m where m.thread_id = wanted and m.deleted_at is null and ${readable}
       order by m.position desc limit 1) as newest`,
    [threads.map(uuidOf), uuidOf(reader)],
  )
  return new Map(rows.map(messageFromRow).map((message) => [message.thread, message]))
}

/** Gives a message new words. Turnstile only. */
export async function saveEdit(
  session: Session,
  message: Pick<Message, 'thread' | 'id' | 'text' | 'mentions' | 'editedAt'>,
): Promise<void> {
  const result = await session.query(
    `update messages set body = $3, mentions = $4, edited_at = $5
     where thread_id = $1 and message_id = $2 and deleted_at is null`,
    [
      uuidOf(message.thread),
      uuidOf(message.id),
      message.text,
      JSON.stringify(message.mentions),
      message.editedAt,
    ],
  )
  assertRowCount(result, 1)
  // It spoke of a link in words that are no longer there.
  await session.query('delete from link_cards where thread_id = $1 and message_id = $2', [
    uuidOf(message.thread),
    uuidOf(message.id),
  ])
}

/** Erases a message: its words, card, attachments and reactions are gone, its place stays. Turnstile only. */
export async function eraseMessage(
  session: Session,
  thread: ThreadId,
  message: MessageId,
  at: Instant,
): Promise<void> {
  const ids = [uuidOf(thread), uuidOf(message)]
  const result = await session.query(
    `update messages set body = '', mentions = '[]', card = null, deleted_at = $3
     where thread_id = $1 and message_id = $2 and deleted_at is null`,
    [...ids, at],
  )
  assertRowCount(result, 1)
  await eraseAttachments(session, thread, message)
  await session.query('delete from reactions where thread_id = $1 and message_id = $2', ids)
  await session.query('delete from link_cards where thread_id = $1 and message_id = $2', ids)
}
