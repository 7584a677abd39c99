// The page without consent: a plain paging query and what hangs on its messages, as any messenger would read them.
import { idOf, type PersonId, type ThreadId, uuidOf, wireTime } from '@countersign/protocol'
import type { OpaqueIds, ThreadNames } from '../../../packages/server/src/gate/opaque-ids.ts'
import type { Session } from '../../../packages/server/src/store/database.ts'

interface Row {
  readonly message_id: string
  readonly position: number
  readonly author_id: string
  readonly sent_at: number
  readonly edited_at: number | null
  readonly kind: string
  readonly body: string
  readonly card: object | null
  readonly reply_to: string | null
}

const paging = `
select message_id, position, author_id, sent_at, edited_at, kind, body, mentions, card, origin_author_id, origin_sent_at, reply_to
from messages where thread_id = $1 and deleted_at is null and position < $2 order by position desc limit $3`

/** The paging query alone: plain SQL, the least a page can cost. */
export async function pagingQuery(
  session: Session,
  thread: ThreadId,
  limit: number,
): Promise<readonly Row[]> {
  return (await session.query<Row>(paging, [uuidOf(thread), Number.MAX_SAFE_INTEGER, limit])).rows
}

/** The newest messages of a thread as the partner API would show them, to anybody who asks. */
export async function plainPage(
  session: Session,
  ids: OpaqueIds,
  thread: ThreadId,
  limit: number,
): Promise<{ readonly items: readonly object[]; readonly next: string | null }> {
  const rows = await pagingQuery(session, thread, limit + 1)
  const shown = rows.slice(0, limit)
  const names = ids.inThread(thread, false)
  const hanging = await whatHangs(session, thread, shown)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map((row) => itemOf(row, names, hanging)),
    next: more ? names.cursor({ sentAt: last.sent_at, position: last.position }) : null,
  }
}

interface Hanging {
  readonly reactions: ReadonlyMap<string, readonly { readonly person_id: string; readonly emoji: string }[]>
  readonly attachments: ReadonlyMap<string, readonly { readonly name: string; readonly media_type: string }[]>
  readonly targets: ReadonlySet<string>
}

/** Reactions, attachments and the targets of replies, asked for together. */
async function whatHangs(session: Session, thread: ThreadId, rows: readonly Row[]): Promise<Hanging> {
  const about = [uuidOf(thread), rows.map((row) => row.message_id)]
  const wanted = rows.flatMap((row) => row.reply_to ?? [])
  const [reactions, attachments, targets] = await Promise.all([
    session.query<{ message_id: string; person_id: string; emoji: string }>(
      `select message_id, person_id, emoji from reactions
       where thread_id = $1 and message_id = any ($2::uuid[]) order by reacted_at, person_id, emoji`,
      about,
    ),
    session.query<{ message_id: string; name: string; media_type: string }>(
      `select message_id, name, media_type from attachments
       where thread_id = $1 and message_id = any ($2::uuid[]) order by attachment_id`,
      about,
    ),
    wanted.length === 0
      ? { rows: [] }
      : session.query<{ message_id: string }>(
          'select message_id from messages where thread_id = $1 and message_id = any ($2::uuid[]) and deleted_at is null',
          [uuidOf(thread), wanted],
        ),
  ])
  return {
    reactions: Map.groupBy(reactions.rows, (row) => row.message_id),
    attachments: Map.groupBy(attachments.rows, (row) => row.message_id),
    targets: new Set(targets.rows.map((row) => row.message_id)),
  }
}

function itemOf(row: Row, names: ThreadNames, { reactions, attachments, targets }: Hanging): object {
  const author = (person: string): string => names.author(idOf('person', person) satisfies PersonId)
  return {
    kind: row.kind,
    id: names.message(idOf('message', row.message_id)),
    text: row.body,
    sent_at: wireTime(row.sent_at),
    author: author(row.author_id),
    ...(row.edited_at !== null && { edited_at: wireTime(row.edited_at) }),
    ...(row.reply_to !== null &&
      targets.has(row.reply_to) && { reply_to: names.message(idOf('message', row.reply_to)) }),
    reactions: (reactions.get(row.message_id) ?? []).map((one) => ({
      emoji: one.emoji,
      author: author(one.person_id),
    })),
    attachments: (attachments.get(row.message_id) ?? []).map(({ name, media_type }) => ({
      name,
      media_type,
    })),
    ...(row.card !== null && { card: row.card }),
  }
}
