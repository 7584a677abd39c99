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
  readonly reactions: readonly {
    readonly person_id: string
    readonly emoji: string
    readonly reacted_at: Instant
  }[]
  readonly attachments: readonly { readonly name: string; readonly media_type: string }[]
}

type Hanging<Key extends 'reactions' | 'attachments'> = readonly (ExitMessage[Key][number] & {
  readonly message_id: string
})[]

interface MessagesDocument {
  readonly messages: readonly Omit<ExitMessage, 'reactions' | 'attachments'>[] | null
  readonly reactions: Hanging<'reactions'> | null
  readonly attachments: Hanging<'attachments'> | null
}

const messagesDocument = `
select (select json_agg(m) from (select message_id, thread_id, author_id, kind, body, mentions, card, sent_at, edited_at,
      origin_author_id, origin_sent_at, reply_to
    from messages where thread_id = $1 and message_id = any ($2::uuid[]) and deleted_at is null) m) as messages,
  (select json_agg(r) from (select message_id, person_id, emoji, reacted_at
    from reactions where thread_id = $1 and message_id = any ($2::uuid[])) r) as reactions,
  (select json_agg(a) from (select message_id, name, media_type
    from attachments where thread_id = $1 and message_id = any ($2::uuid[]) order by attachment_id) a) as attachments`

/** The messages of these ids that stand in the thread. Declares the thread, and everybody in it as an author. */
export async function exitMessages(
  session: Session,
  of: { readonly thread: ThreadId; readonly people: readonly PersonId[] },
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, ExitMessage>> {
  const [, found] = await Promise.all([
    declare(session, { thread: [of.thread], authors: of.people }),
    session.query<MessagesDocument>(messagesDocument, [uuidOf(of.thread), ids.map(uuidOf)]),
  ])
  const { messages, ...hanging } = onlyRow(found)
  const reactions = Map.groupBy(hanging.reactions ?? [], (one) => one.message_id)
  const attachments = Map.groupBy(hanging.attachments ?? [], (one) => one.message_id)
  return new Map(
    (messages ?? []).map((message) => [
      idOf('message', message.message_id),
      {
        ...message,
        reactions: reactions.get(message.message_id) ?? [],
        attachments: attachments.get(message.message_id) ?? [],
      },
    ]),
  )
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
