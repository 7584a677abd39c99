// Reactions to messages.
import {
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** One person's reaction to a message. */
export interface Reaction {
  readonly message: MessageId
  readonly person: PersonId
  readonly emoji: string
}

/** Adds a reaction; the same one again changes nothing. */
export async function insertReaction(
  session: Session,
  thread: ThreadId,
  { message, person, emoji }: Reaction,
  at: Instant,
): Promise<void> {
  await session.query(
    `insert into reactions (thread_id, message_id, person_id, emoji, reacted_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [uuidOf(thread), uuidOf(message), uuidOf(person), emoji, at],
  )
}

/** Takes a reaction away; false when there was none. Turnstile only. */
export async function deleteReaction(
  session: Session,
  thread: ThreadId,
  { message, person, emoji }: Reaction,
): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from reactions where thread_id = $1 and message_id = $2 and person_id = $3 and emoji = $4',
    [uuidOf(thread), uuidOf(message), uuidOf(person), emoji],
  )
  return rowCount === 1
}

/** The reactions to some messages of a thread, oldest first. */
export async function reactionsTo(
  session: Session,
  thread: ThreadId,
  messages: readonly MessageId[],
): Promise<readonly Reaction[]> {
  const { rows } = await session.query<{ message_id: string; person_id: string; emoji: string }>(
    `select message_id, person_id, emoji from reactions where thread_id = $1 and message_id = any ($2::uuid[])
     order by reacted_at, person_id, emoji`,
    [uuidOf(thread), messages.map(uuidOf)],
  )
  return rows.map((row) => ({
    message: idOf('message', row.message_id),
    person: idOf('person', row.person_id),
    emoji: row.emoji,
  }))
}
