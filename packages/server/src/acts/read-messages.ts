// What was said in a thread while its reader was there, with reactions, attachments and the names of all concerned.
import type { MessageId, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findReadableMessage, type Message, messagesFor } from '../store/messages.ts'
import { partnerNames, personNames } from '../store/names.ts'
import { type Attachment, attachmentsOf, type Reaction, reactionsTo } from '../store/reactions.ts'
import { staysOf } from '../store/stays.ts'
import type { System } from '../system.ts'

/** A message with what hangs on it. */
export interface ReadMessage extends Message {
  readonly reactions: readonly Reaction[]
  readonly attachments: readonly Attachment[]
}

/** Messages, and what everybody in them is called. */
export interface Reading {
  readonly messages: readonly ReadMessage[]
  readonly people: ReadonlyMap<PersonId, string>
  readonly partners: ReadonlyMap<PartnerId, string>
}

/**
 * Messages of a thread, the newest first, below the position `before`. Deleted ones keep their place without content.
 * @throws {Problem} NOT_FOUND for a thread the person never was in
 */
export async function readMessages(
  { app }: Pick<System, 'app'>,
  {
    person,
    thread,
    ...page
  }: {
    readonly person: PersonId
    readonly thread: ThreadId
    readonly limit: number
    readonly before: number | null
  },
): Promise<Reading> {
  return app.read(async (session) => {
    if (!(await staysOf(session, thread)).some((stay) => stay.person === person))
      throw new Problem('NOT_FOUND')
    return withNames(session, thread, await messagesFor(session, thread, person, page))
  })
}

/** One message. @throws {Problem} NOT_FOUND for one that was not sent while the person was in the thread */
export async function readMessage(
  { app }: Pick<System, 'app'>,
  {
    person,
    thread,
    message,
  }: { readonly person: PersonId; readonly thread: ThreadId; readonly message: MessageId },
): Promise<Reading> {
  return app.read(async (session) => {
    const found = await findReadableMessage(session, thread, person, message)
    if (found === undefined) throw new Problem('NOT_FOUND')
    return withNames(session, thread, [found])
  })
}

async function withNames(session: Session, thread: ThreadId, messages: readonly Message[]): Promise<Reading> {
  const ids = messages.map((message) => message.id)
  const reactions = await reactionsTo(session, thread, ids)
  const attachments = await attachmentsOf(session, thread, ids)
  const people = new Set([
    ...messages.flatMap(({ author, originAuthor }) =>
      originAuthor === null ? [author] : [author, originAuthor],
    ),
    ...reactions.map((reaction) => reaction.person),
  ])
  const partners = new Set(messages.flatMap(({ via }) => (via === null ? [] : [via.partner])))
  return {
    messages: messages.map((message) => ({
      ...message,
      // Those to a card that was taken away are kept for when it comes back.
      reactions:
        message.deletedAt === null ? reactions.filter((reaction) => reaction.message === message.id) : [],
      attachments: attachments.filter((attachment) => attachment.message === message.id),
    })),
    people: await personNames(session, [...people]),
    partners: await partnerNames(session, [...partners]),
  }
}
