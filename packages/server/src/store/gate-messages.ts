// The messages a look may see: a bounded merge by author, so that what is withheld costs nothing to skip (design §5).
import {
  type Card,
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type ReplyTarget,
  type StoredMessage,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'
import { declare } from './declare.ts'

/** A stretch of time [start, end) in which an author's messages may leave. Those of one author do not overlap. */
export interface Stretch {
  readonly author: PersonId
  readonly start: Instant
  readonly end: Instant
}

/** Which messages of a thread may leave, as far as their authors and times tell. */
export interface MessageFilter {
  readonly thread: ThreadId
  readonly stretches: readonly Stretch[]
}

/** A place in the order of a thread: by time, then by the thread's own numbers. */
export interface Place {
  readonly sentAt: Instant
  readonly position: number
}

/** A message with its place in the thread. */
export interface PlacedMessage {
  readonly place: Place
  readonly message: StoredMessage
}

interface MessageRow {
  readonly message_id: string
  readonly position: number
  readonly author_id: string
  readonly sent_at: Instant
  readonly edited_at: Instant | null
  readonly kind: StoredMessage['kind']
  readonly body: string
  readonly mentions: { person: PersonId; start: number; end: number }[]
  readonly card: Card | null
  readonly origin_author_id: string | null
  readonly origin_sent_at: Instant | null
  readonly reply_to: string | null
}

// The merge: the newest messages of each stretch by index, then the newest of those. A stretch is one range of the index,
// so that no author's silence, length or old words change what the others cost, and withheld authors are not visited.
const pageByAuthor = `
with stretch as (select * from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as given (author_id, lo, hi))
select found.* from stretch cross join lateral (
  select m.message_id, m.position, m.author_id, m.sent_at, m.edited_at, m.kind, m.body, m.mentions, m.card,
         m.origin_author_id, m.origin_sent_at, m.reply_to
  from messages m
  where m.thread_id = $1 and m.author_id = stretch.author_id and m.deleted_at is null
    and m.sent_at >= stretch.lo and m.sent_at < stretch.hi and (m.sent_at, m.position) < ($5::bigint, $6::bigint)
    and (m.origin_author_id is null or exists (select from stretch o
      where o.author_id = m.origin_author_id and m.sent_at >= o.lo and m.sent_at < o.hi))
  order by m.sent_at desc, m.position desc limit $7
) found order by found.sent_at desc, found.position desc limit $7`

/** The newest `limit` messages before a place that the filter lets through; declares their authors. */
export async function messagesByAuthor(
  session: Session,
  { thread, stretches }: MessageFilter,
  page: { readonly before: Place; readonly limit: number },
): Promise<readonly PlacedMessage[]> {
  if (stretches.length === 0) return []
  await declare(session, { authors: [...new Set(stretches.map(({ author }) => author))] })
  const { rows } = await session.query<MessageRow>(pageByAuthor, [
    uuidOf(thread),
    stretches.map(({ author }) => uuidOf(author)),
    stretches.map(({ start }) => start),
    stretches.map(({ end }) => end),
    page.before.sentAt,
    page.before.position,
    page.limit,
  ])
  return hydrate(session, thread, rows)
}

/** The messages with what hangs on them: reactions, attachments, and what they reply to. */
async function hydrate(
  session: Session,
  thread: ThreadId,
  rows: readonly MessageRow[],
): Promise<readonly PlacedMessage[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.message_id)
  const reactions = await session.query<{
    message_id: string
    person_id: string
    emoji: string
    reacted_at: number
  }>(
    `select message_id, person_id, emoji, reacted_at from reactions
     where thread_id = $1 and message_id = any ($2::uuid[]) order by reacted_at, person_id, emoji`,
    [uuidOf(thread), ids],
  )
  const attachments = await session.query<{ message_id: string; name: string; media_type: string }>(
    `select message_id, name, media_type from attachments
     where thread_id = $1 and message_id = any ($2::uuid[]) order by attachment_id`,
    [uuidOf(thread), ids],
  )
  const targets = await replyTargets(session, thread, rows)
  const reactionsOf = Map.groupBy(reactions.rows, (row) => row.message_id)
  const attachmentsOf = Map.groupBy(attachments.rows, (row) => row.message_id)
  return rows.map((row) => ({
    place: { sentAt: row.sent_at, position: row.position },
    message: {
      ...messageOf(row),
      replyTo: (row.reply_to !== null && targets.get(idOf('message', row.reply_to))) || null,
      reactions: (reactionsOf.get(row.message_id) ?? []).map((reaction) => ({
        person: idOf('person', reaction.person_id),
        emoji: reaction.emoji,
        at: reaction.reacted_at,
      })),
      attachments: (attachmentsOf.get(row.message_id) ?? []).map(({ name, media_type }) => ({
        name,
        mediaType: media_type,
      })),
    },
  }))
}

function messageOf(row: MessageRow): Omit<StoredMessage, 'replyTo' | 'reactions' | 'attachments'> {
  return {
    id: idOf('message', row.message_id),
    kind: row.kind,
    author: idOf('person', row.author_id),
    sentAt: row.sent_at,
    editedAt: row.edited_at,
    text: row.body,
    mentions: row.mentions,
    card: row.card,
    originAuthor: row.origin_author_id === null ? null : idOf('person', row.origin_author_id),
    originSentAt: row.origin_sent_at,
  }
}

async function replyTargets(
  session: Session,
  thread: ThreadId,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<MessageId, ReplyTarget>> {
  const wanted = rows.flatMap((row) => row.reply_to ?? [])
  if (wanted.length === 0) return new Map()
  const { rows: found } = await session.query<MessageRow>(
    `select message_id, kind, author_id, sent_at, edited_at, origin_author_id, origin_sent_at from messages
     where thread_id = $1 and message_id = any ($2::uuid[]) and deleted_at is null`,
    [uuidOf(thread), wanted],
  )
  return new Map(
    found.map((row) => {
      const id = idOf('message', row.message_id)
      const originAuthor = row.origin_author_id === null ? null : idOf('person', row.origin_author_id)
      return [
        id,
        {
          id,
          kind: row.kind,
          author: idOf('person', row.author_id),
          sentAt: row.sent_at,
          editedAt: row.edited_at,
          originAuthor,
          originSentAt: row.origin_sent_at,
        },
      ]
    }),
  )
}
