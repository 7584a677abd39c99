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
import { onlyRow, type Session } from './database.ts'
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

interface MessageRow extends TargetRow {
  readonly position: number
  readonly body: string
  readonly mentions: { person: PersonId; start: number; end: number }[]
  readonly card: Card | null
  readonly reply_to: string | null
}

interface TargetRow {
  readonly message_id: string
  readonly kind: StoredMessage['kind']
  readonly author_id: string
  readonly sent_at: Instant
  readonly edited_at: Instant | null
  readonly origin_author_id: string | null
  readonly origin_sent_at: Instant | null
}

interface PageDocument {
  readonly messages: readonly MessageRow[] | null
  readonly targets: readonly TargetRow[] | null
  readonly reactions:
    | readonly { message_id: string; person_id: string; emoji: string; reacted_at: Instant }[]
    | null
  readonly attachments: readonly { message_id: string; name: string; media_type: string }[] | null
}

/** The newest messages of one stretch between two places, by one range of the index. */
const newestOf = (stretch: string, after: string, before: string, limit: string): string => `
  select m.message_id, m.position, m.author_id, m.sent_at, m.edited_at, m.kind, m.body, m.mentions, m.card,
         m.origin_author_id, m.origin_sent_at, m.reply_to
  from messages m
  where m.thread_id = $1 and m.author_id = ${stretch}.author_id and m.deleted_at is null
    and m.sent_at >= ${stretch}.lo and m.sent_at < ${stretch}.hi
    and (m.sent_at, m.position) > ${after} and (m.sent_at, m.position) < ${before}
    and (m.origin_author_id is null or exists (select from stretch o
      where o.author_id = m.origin_author_id and m.sent_at >= o.lo and m.sent_at < o.hi))
  order by m.sent_at desc, m.position desc limit ${limit}`

// The merge: the newest few messages of each stretch, then the rest of those stretches that may have more for the page. A
// stretch is one range of the index, so that no author's silence, length or old words change what the others cost, and
// withheld authors are not visited. A page's worth of each would be two thousand rows in a group of fifty, most read from
// disk to be thrown away. What hangs on the messages of the page (reactions, attachments, what they reply to) is looked up
// for all of them at once.
const pageByAuthor = `
with stretch as (select * from unnest($2::uuid[], $3::bigint[], $4::bigint[]) with ordinality as given (author_id, lo, hi, n)),
few as materialized (select stretch.n, found.* from stretch
  cross join lateral (${newestOf('stretch', '(-1, -1)', '($5::bigint, $6::bigint)', '$8')}) found),
-- The last place of a page of these alone: nothing older is on the page. Before every message when they do not fill one.
edge as materialized (select * from (
    (select sent_at::bigint, position from few order by sent_at desc, position desc offset $7::int - 1 limit 1)
    union all select -1, -1) places order by sent_at desc limit 1),
open as (select stretch.author_id, lo, hi, last.sent_at, last.position
  from (select n, count(*) as given, (array_agg(sent_at order by sent_at, position))[1] as sent_at,
      (array_agg(position order by sent_at, position))[1] as position from few group by n) last
  join stretch using (n)
  where last.given = $8 and (last.sent_at, last.position) > ((select sent_at from edge), (select position from edge))),
more as (select found.* from open cross join lateral (
  ${newestOf('open', '((select sent_at from edge), (select position from edge))', '(open.sent_at, open.position)', '$7')}) found),
page as materialized (select message_id, position, author_id, sent_at, edited_at, kind, body, mentions, card,
    origin_author_id, origin_sent_at, reply_to
  from (select * from more union all select message_id, position, author_id, sent_at, edited_at, kind, body, mentions, card,
    origin_author_id, origin_sent_at, reply_to from few) candidates
  order by sent_at desc, position desc limit $7)
select (select json_agg(p order by p.sent_at desc, p.position desc) from page p) as messages,
  (select json_agg(t) from (select message_id, kind, author_id, sent_at, edited_at, origin_author_id, origin_sent_at
    from messages where thread_id = $1 and message_id = any (array(select reply_to from page)) and deleted_at is null) t) as targets,
  (select json_agg(r order by r.reacted_at, r.person_id, r.emoji) from (select message_id, person_id, emoji, reacted_at
    from reactions where thread_id = $1 and message_id = any (array(select message_id from page))) r) as reactions,
  (select json_agg(a order by a.attachment_id) from (select message_id, attachment_id, name, media_type
    from attachments where thread_id = $1 and message_id = any (array(select message_id from page))) a) as attachments`

/** The newest `limit` messages before a place that the filter lets through; declares the thread and their authors. */
export async function messagesByAuthor(
  session: Session,
  { thread, stretches }: MessageFilter,
  page: { readonly before: Place; readonly limit: number },
): Promise<readonly PlacedMessage[]> {
  if (stretches.length === 0) return []
  const [, found] = await Promise.all([
    declare(session, { thread: [thread], authors: [...new Set(stretches.map(({ author }) => author))] }),
    session.query<PageDocument>(pageByAuthor, [
      uuidOf(thread),
      stretches.map(({ author }) => uuidOf(author)),
      stretches.map(({ start }) => start),
      stretches.map(({ end }) => end),
      page.before.sentAt,
      page.before.position,
      page.limit,
      fewOf(stretches.length, page.limit),
    ]),
  ])
  return messagesOf(onlyRow(found))
}

/** How many of each stretch are read at first: together three times a page, where people write about as much as one another. */
function fewOf(stretches: number, limit: number): number {
  return Math.min(limit, Math.max(4, Math.ceil((3 * limit) / stretches)))
}

function messagesOf({ messages, ...hanging }: PageDocument): readonly PlacedMessage[] {
  const targets = new Map(hanging.targets?.map((target) => [target.message_id, writingOf(target)]))
  const reactions = Map.groupBy(hanging.reactions ?? [], (one) => one.message_id)
  const attachments = Map.groupBy(hanging.attachments ?? [], (one) => one.message_id)
  return (messages ?? []).map((row) => ({
    place: { sentAt: row.sent_at, position: row.position },
    message: {
      ...writingOf(row),
      text: row.body,
      mentions: row.mentions,
      card: row.card,
      replyTo: (row.reply_to !== null && targets.get(row.reply_to)) || null,
      reactions: (reactions.get(row.message_id) ?? []).map(({ person_id, emoji, reacted_at }) => ({
        person: idOf('person', person_id),
        emoji,
        at: reacted_at,
      })),
      attachments: (attachments.get(row.message_id) ?? []).map(({ name, media_type }) => ({
        name,
        mediaType: media_type,
      })),
    },
  }))
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
