// What was said in a thread while its reader was there, with reactions, attachments and the names of all concerned.
import type { Instant, MessageId, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type Attachment, attachmentsOf } from '../store/files.ts'
import { placeAt, searchMessages } from '../store/find-messages.ts'
import { type LinkCard, linkCardsOf } from '../store/link-cards.ts'
import {
  findReadableMessage,
  type Message,
  messagesAfter,
  messagesFor,
  readableMessages,
} from '../store/messages.ts'
import { partnerNames, personNames } from '../store/names.ts'
import { type Reaction, reactionsTo } from '../store/reactions.ts'
import { staysOf } from '../store/stays.ts'
import type { System } from '../system.ts'

/** What a message answers, as far as the reader can see it. */
export type Answered = Pick<Message, 'id' | 'author' | 'text' | 'card' | 'deletedAt'>

/** A message with what hangs on it. */
export interface ReadMessage extends Message {
  readonly reactions: readonly Reaction[]
  readonly attachments: readonly Attachment[]
  readonly linkCard: LinkCard | null
  /** Null when it answers nothing, or something from outside the reader's stays. */
  readonly answered: Answered | null
}

/** Messages, and what everybody in them is called. */
export interface Reading {
  readonly messages: readonly ReadMessage[]
  readonly people: ReadonlyMap<PersonId, string>
  readonly partners: ReadonlyMap<PartnerId, string>
}

/** Where in a thread to read: below a place, above one, or around one; each the nearest to it. */
export type Where =
  | { readonly kind: 'before'; readonly position: number | null }
  | { readonly kind: 'after'; readonly message: MessageId }
  | { readonly kind: 'around'; readonly message: MessageId }
  | { readonly kind: 'at'; readonly at: Instant }

/** A stretch of a thread, newest first, and whether the reader can read more on either side of it. */
export interface Stretch extends Reading {
  readonly older: boolean
  readonly newer: boolean
}

interface Reader {
  readonly person: PersonId
  readonly thread: ThreadId
}

/**
 * Messages of a thread, the newest first. Deleted ones keep their place without content.
 * @throws {Problem} NOT_FOUND for a thread the person never was in, or a message they cannot see there
 */
export async function readMessages(
  { app }: Pick<System, 'app'>,
  { person, thread, limit, where }: Reader & { readonly limit: number; readonly where: Where },
): Promise<Stretch> {
  return app.read(async (session) => {
    await assertReader(session, { person, thread })
    const { below, above } = await around(session, { person, thread }, limit, where)
    const messages = [...above.shown.toReversed(), ...below.shown]
    return {
      ...(await withNames(session, { person, thread }, messages)),
      older: below.more,
      newer: above.more,
    }
  })
}

interface Side {
  readonly shown: readonly Message[]
  readonly more: boolean
}

/** Both sides of a place, each counted from it outwards; a side that is not asked for says only whether there is one. */
async function around(
  session: Session,
  reader: Reader,
  limit: number,
  where: Where,
): Promise<{ readonly below: Side; readonly above: Side }> {
  const { person, thread } = reader
  const place = await placeOf(session, reader, where)
  const counts = countsOf(where, limit)
  const side = (found: readonly Message[], count: number): Side => ({
    shown: found.slice(0, count),
    more: found.length > count,
  })
  // One more than asked for tells whether there is more.
  const below = await messagesFor(session, thread, person, { limit: counts.below + 1, before: place })
  const above =
    place === null
      ? []
      : await messagesAfter(session, thread, person, { limit: counts.above + 1, after: place - 1 })
  return { below: side(below, counts.below), above: side(above, counts.above) }
}

function countsOf({ kind }: Where, limit: number): { readonly below: number; readonly above: number } {
  if (kind === 'before') return { below: limit, above: 0 }
  if (kind === 'after') return { below: 0, above: limit }
  const below = Math.floor(limit / 2)
  return { below, above: limit - below }
}

/** The first place that counts as above. */
async function placeOf(session: Session, { person, thread }: Reader, where: Where): Promise<number | null> {
  if (where.kind === 'before') return where.position
  if (where.kind === 'at') return placeAt(session, thread, where.at)
  const found = await findReadableMessage(session, thread, person, where.message)
  if (found === undefined) throw new Problem('NOT_FOUND')
  return where.kind === 'after' ? found.position + 1 : found.position
}

/** What was found, and below which place to search on; null when all was searched. */
export interface FoundReading extends Reading {
  readonly before: number | null
}

/**
 * The messages whose words hold a text, newest first. One question searches a bounded stretch of the thread, so a page can
 * be short, or empty, and still not be the last.
 * @throws {Problem} NOT_FOUND for a thread the person never was in
 */
export async function searchThread(
  { app }: Pick<System, 'app'>,
  {
    person,
    thread,
    ...search
  }: Reader & { readonly text: string; readonly before: number | null; readonly limit: number },
): Promise<FoundReading> {
  return app.read(async (session) => {
    await assertReader(session, { person, thread })
    const { messages, before } = await searchMessages(session, thread, person, search)
    const found = await readableMessages(session, thread, person, messages)
    return { ...(await withNames(session, { person, thread }, found)), before }
  })
}

/** One message. @throws {Problem} NOT_FOUND for one that was not sent while the person was in the thread */
export async function readMessage(
  { app }: Pick<System, 'app'>,
  { person, thread, message }: Reader & { readonly message: MessageId },
): Promise<Reading> {
  return app.read(async (session) => {
    const found = await findReadableMessage(session, thread, person, message)
    if (found === undefined) throw new Problem('NOT_FOUND')
    return withNames(session, { person, thread }, [found])
  })
}

async function assertReader(session: Session, { person, thread }: Reader): Promise<void> {
  if (!(await staysOf(session, thread)).some((stay) => stay.person === person)) throw new Problem('NOT_FOUND')
}

async function withNames(session: Session, reader: Reader, messages: readonly Message[]): Promise<Reading> {
  const { thread } = reader
  const ids = messages.map((message) => message.id)
  const reactions = await reactionsTo(session, thread, ids)
  const attachments = await attachmentsOf(session, thread, ids)
  const linkCards = await linkCardsOf(session, thread, ids)
  const answered = await answeredBy(session, reader, messages)
  const people = new Set([
    ...[...messages, ...answered.values()].flatMap(({ author, originAuthor }) =>
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
      linkCard: linkCards.get(message.id) ?? null,
      answered: message.replyTo === null ? null : (answered.get(message.replyTo) ?? null),
    })),
    people: await personNames(session, [...people]),
    partners: await partnerNames(session, [...partners]),
  }
}

async function answeredBy(
  session: Session,
  { person, thread }: Reader,
  messages: readonly Message[],
): Promise<ReadonlyMap<MessageId, Message>> {
  const known = new Map(messages.map((message) => [message.id, message]))
  const missing = messages.flatMap(({ replyTo }) => (replyTo === null || known.has(replyTo) ? [] : [replyTo]))
  for (const message of await readableMessages(session, thread, person, [...new Set(missing)]))
    known.set(message.id, message)
  return known
}
