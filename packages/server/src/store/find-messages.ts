// Finding a place in a thread: by its time, and by words. The work of one question is bounded, however long the thread.
import {
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'
import { readable } from './messages.ts'

/** So many places of a thread are searched for words at once. */
const PLACES_SEARCHED = 20_000

/** The last place of a thread; 0 while nothing was written. */
async function lastPlace(session: Session, thread: ThreadId): Promise<number> {
  const row = onlyRow(
    await session.query<{ last: number }>(
      'select coalesce(max(position), 0)::bigint as last from messages where thread_id = $1',
      [uuidOf(thread)],
    ),
  )
  return row.last
}

/**
 * The first place whose message was sent at an instant or later; one behind the last when there is none. Times grow with
 * places, so it is halved its way to: twenty questions for a million messages, and no index for it.
 */
export async function placeAt(session: Session, thread: ThreadId, at: Instant): Promise<number> {
  let low = 1
  let high = (await lastPlace(session, thread)) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { rows } = await session.query<{ sent_at: Instant }>(
      'select sent_at from messages where thread_id = $1 and position >= $2 order by position limit 1',
      [uuidOf(thread), middle],
    )
    const sentAt = rows[0]?.sent_at
    if (sentAt !== undefined && sentAt < at) low = middle + 1
    else high = middle
  }
  return low
}

/** What was found, newest first, and below which place to go on; null when all was searched. */
export interface FoundMessages {
  readonly messages: readonly MessageId[]
  readonly before: number | null
}

/** The messages whose words, card's title, or files' names and descriptions hold `text` in any case, among what the reader could read when it was sent. */
export async function searchMessages(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  search: { readonly text: string; readonly before: number | null; readonly limit: number },
): Promise<FoundMessages> {
  const before = search.before ?? (await lastPlace(session, thread)) + 1
  const from = Math.max(1, before - PLACES_SEARCHED)
  const { rows } = await session.query<{ message_id: string; position: number }>(
    `select m.message_id, m.position from messages m
     where m.thread_id = $1 and m.position >= $3 and m.position < $4 and m.deleted_at is null
       and (m.body ilike $5 or m.card ->> 'title' ilike $5 or exists (select from attachments a
         where a.thread_id = m.thread_id and a.message_id = m.message_id and (a.name ilike $5 or a.alt ilike $5)
         -- Looked up for each place searched: without this the planner may read every attachment there is.
         offset 0)) and ${readable}
     order by m.position desc limit $6`,
    [uuidOf(thread), uuidOf(reader), from, before, likeAnywhere(search.text), search.limit],
  )
  const full = rows.length === search.limit ? rows.at(-1) : undefined
  return {
    messages: rows.map((row) => idOf('message', row.message_id)),
    before: full?.position ?? (from > 1 ? from : null),
  }
}

/** A pattern for the text itself: its own signs stand for nothing else. */
function likeAnywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
