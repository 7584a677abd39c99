// The messages a look may see: a bounded merge by author, so that what is withheld costs nothing to skip (design §5).
import {
  type Card,
  type Instant,
  idOf,
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
  readonly target: TargetRow | null
  readonly reactions: readonly { person_id: string; emoji: string; reacted_at: Instant }[] | null
  readonly attachments: readonly { name: string; media_type: string }[] | null
}

type TargetRow = Pick<
  MessageRow,
  'message_id' | 'kind' | 'author_id' | 'sent_at' | 'edited_at' | 'origin_author_id' | 'origin_sent_at'
>

// The merge: the newest messages of each stretch by index, then the newest of those. A stretch is one range of the index,
// so that no author's silence, length or old words change what the others cost, and withheld authors are not visited. What
// hangs on a message (reactions, attachments, what it replies to) is looked up for the messages of the page alone.
const pageByAuthor = `
with stretch as (select * from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as given (author_id, lo, hi)),
page as (select found.* from stretch cross join lateral (
  select m.message_id, m.position, m.author_id, m.sent_at, m.edited_at, m.kind, m.body, m.mentions, m.card,
         m.origin_author_id, m.origin_sent_at, m.reply_to
  from messages m
  where m.thread_id = $1 and m.author_id = stretch.author_id and m.deleted_at is null
    and m.sent_at >= stretch.lo and m.sent_at < stretch.hi and (m.sent_at, m.position) < ($5::bigint, $6::bigint)
    and (m.origin_author_id is null or exists (select from stretch o
      where o.author_id = m.origin_author_id and m.sent_at >= o.lo and m.sent_at < o.hi))
  order by m.sent_at desc, m.position desc limit $7
) found order by found.sent_at desc, found.position desc limit $7)
select page.*,
  (select to_jsonb(t) from (select t.message_id, t.kind, t.author_id, t.sent_at, t.edited_at, t.origin_author_id, t.origin_sent_at
    from messages t where t.thread_id = $1 and t.message_id = page.reply_to and t.deleted_at is null) t) as target,
  (select jsonb_agg(to_jsonb(r) order by r.reacted_at, r.person_id, r.emoji) from (select r.person_id, r.emoji, r.reacted_at
    from reactions r where r.thread_id = $1 and r.message_id = page.message_id) r) as reactions,
  (select jsonb_agg(jsonb_build_object('name', a.name, 'media_type', a.media_type) order by a.attachment_id)
    from attachments a where a.thread_id = $1 and a.message_id = page.message_id) as attachments
from page order by page.sent_at desc, page.position desc`

/** The newest `limit` messages before a place that the filter lets through; declares the thread and their authors. */
export async function messagesByAuthor(
  session: Session,
  { thread, stretches }: MessageFilter,
  page: { readonly before: Place; readonly limit: number },
): Promise<readonly PlacedMessage[]> {
  if (stretches.length === 0) return []
  const [, { rows }] = await Promise.all([
    declare(session, { thread: [thread], authors: [...new Set(stretches.map(({ author }) => author))] }),
    session.query<MessageRow>(pageByAuthor, [
      uuidOf(thread),
      stretches.map(({ author }) => uuidOf(author)),
      stretches.map(({ start }) => start),
      stretches.map(({ end }) => end),
      page.before.sentAt,
      page.before.position,
      page.limit,
    ]),
  ])
  return rows.map((row) => ({
    place: { sentAt: row.sent_at, position: row.position },
    message: messageOf(row),
  }))
}

function messageOf(row: MessageRow): StoredMessage {
  return {
    ...writingOf(row),
    text: row.body,
    mentions: row.mentions,
    card: row.card,
    replyTo: row.target && writingOf(row.target),
    reactions: (row.reactions ?? []).map(({ person_id, emoji, reacted_at }) => ({
      person: idOf('person', person_id),
      emoji,
      at: reacted_at,
    })),
    attachments: (row.attachments ?? []).map(({ name, media_type }) => ({ name, mediaType: media_type })),
  }
}

/** Who wrote a message and when: as much as deciding about it takes. */
function writingOf(row: TargetRow): ReplyTarget {
  return {
    id: idOf('message', row.message_id),
    kind: row.kind,
    author: idOf('person', row.author_id),
    sentAt: row.sent_at,
    editedAt: row.edited_at,
    originAuthor: row.origin_author_id === null ? null : idOf('person', row.origin_author_id),
    originSentAt: row.origin_sent_at,
  }
}
