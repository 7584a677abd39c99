// The rows the exit check compares outgoing objects with (SCP-05), read anew for every answer.
import {
  type Card,
  type Instant,
  idOf,
  type MessageId,
  type PersonId,
  type StoredMessage,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'
import { declare } from './declare.ts'

/** A message as its row says it, for comparing with what is about to leave. */
export interface ExitMessage {
  readonly message_id: string
  readonly thread_id: string
  readonly author_id: string
  readonly kind: StoredMessage['kind']
  readonly body: string
  readonly mentions: { readonly person: PersonId; readonly start: number; readonly end: number }[]
  readonly card: Card | null
  readonly sent_at: Instant
  readonly edited_at: Instant | null
  readonly origin_author_id: string | null
  readonly origin_sent_at: Instant | null
  readonly reply_to: string | null
  readonly reactions:
    | { readonly person_id: string; readonly emoji: string; readonly reacted_at: Instant }[]
    | null
  readonly attachments: { readonly name: string; readonly media_type: string }[] | null
}

const messagesDocument = `
select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object(
  'reactions', (select jsonb_agg(to_jsonb(r)) from reactions r where r.thread_id = m.thread_id and r.message_id = m.message_id),
  'attachments', (select jsonb_agg(to_jsonb(a) order by a.attachment_id) from attachments a
    where a.thread_id = m.thread_id and a.message_id = m.message_id))), '[]') as messages
from messages m where m.thread_id = $1 and m.message_id = any ($2::uuid[]) and m.deleted_at is null`

/** The messages of these ids that stand in the thread. Declares the thread, and everybody in it as an author. */
export async function exitMessages(
  session: Session,
  of: { readonly thread: ThreadId; readonly people: readonly PersonId[] },
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, ExitMessage>> {
  const [, found] = await Promise.all([
    declare(session, { thread: [of.thread], authors: of.people }),
    session.query<{ messages: ExitMessage[] }>(messagesDocument, [uuidOf(of.thread), ids.map(uuidOf)]),
  ])
  return new Map(onlyRow(found).messages.map((message) => [idOf('message', message.message_id), message]))
}

/** What these people are called; declares them. */
export async function exitNames(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const [, found] = await Promise.all([
    declare(session, { people }),
    session.query<{ names: Readonly<Record<string, string>> | null }>(
      `select jsonb_object_agg(person_id, display_name) as names from persons where person_id = any ($1::uuid[])`,
      [people.map(uuidOf)],
    ),
  ])
  return new Map(Object.entries(onlyRow(found).names ?? {}).map(([id, name]) => [idOf('person', id), name]))
}
