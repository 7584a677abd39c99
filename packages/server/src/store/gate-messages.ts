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

/** Whose messages may leave and from when: the decision's rule in the form SQL can page by. */
export interface AuthorWindow {
  readonly author: PersonId
  /** Messages sent before this are not for this call. */
  readonly since: Instant
}

/** A stretch of time [start, end) in which messages may leave, or may not. */
export interface Window {
  readonly start: Instant
  readonly end: Instant
}

/** Which messages of a thread may leave, as far as their authors and times tell. */
export interface MessageFilter {
  readonly thread: ThreadId
  readonly authors: readonly AuthorWindow[]
  /** The stays of the granting person. */
  readonly open: readonly Window[]
  /** Times at which somebody could read along who has not allowed it (thread setting all-parties). */
  readonly closed: readonly Window[]
}

/** A message with its place in the thread. */
export interface PlacedMessage {
  readonly position: number
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
  readonly reply_to: string | null
}

// The merge: the newest messages of each author by index, then the newest of those. No author's silence or length
// changes what the others cost. Withheld authors are not visited at all.
const pageByAuthor = `
with author as (select * from unnest($2::uuid[], $3::bigint[]) as given (author_id, since))
select found.* from author cross join lateral (
  select m.message_id, m.position, m.author_id, m.sent_at, m.edited_at, m.kind, m.body, m.mentions, m.card,
         m.origin_author_id, m.reply_to
  from messages m
  where m.thread_id = $1 and m.author_id = author.author_id and m.deleted_at is null and m.position < $4
    and m.sent_at >= author.since
    and exists (select from unnest($5::bigint[], $6::bigint[]) as stay (lo, hi) where m.sent_at >= lo and m.sent_at < hi)
    and not exists (select from unnest($7::bigint[], $8::bigint[]) as shut (lo, hi) where m.sent_at >= lo and m.sent_at < hi)
    and (m.origin_author_id is null
      or exists (select from author o where o.author_id = m.origin_author_id and m.sent_at >= o.since))
  order by m.position desc limit $9
) found order by found.position desc limit $9`

/** The newest `limit` messages before a position that the filter lets through; declares their authors. */
export async function messagesByAuthor(
  session: Session,
  filter: MessageFilter,
  page: { readonly before: number; readonly limit: number },
): Promise<readonly PlacedMessage[]> {
  const { thread, authors, open, closed } = filter
  if (authors.length === 0) return []
  await declare(session, { authors: authors.map(({ author }) => author) })
  const { rows } = await session.query<MessageRow>(pageByAuthor, [
    uuidOf(thread),
    authors.map(({ author }) => uuidOf(author)),
    authors.map(({ since }) => since),
    page.before,
    open.map(({ start }) => start),
    open.map(({ end }) => end),
    closed.map(({ start }) => start),
    closed.map(({ end }) => end),
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
    position: row.position,
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
    `select message_id, kind, author_id, sent_at, edited_at, origin_author_id from messages
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
        },
      ]
    }),
  )
}

/** The names of people who are in the declared set, for members that were decided to leave. */
export async function displayNames(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const { rows } = await session.query<{ person_id: string; display_name: string }>(
    'select person_id, display_name from persons where person_id = any ($1::uuid[])',
    [people.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('person', row.person_id), row.display_name]))
}
