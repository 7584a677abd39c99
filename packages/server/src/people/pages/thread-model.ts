// What the thread pages show, gathered from the store for one reader: titles, last words, messages with their names.
import type { Instant, MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { threadTitle } from '../../acts/thread-title.ts'
import { Problem } from '../../problems.ts'
import type { Session } from '../../store/database.ts'
import { linkCardsOf } from '../../store/link-cards.ts'
import { findReadableMessage, type Message, messagesFor, newestMessages } from '../../store/messages.ts'
import { partnerNames, personNames } from '../../store/names.ts'
import { attachmentsOf, reactionsTo } from '../../store/reactions.ts'
import { type Stay, staysIn } from '../../store/stays.ts'
import { findThreads, type Thread, threadsOfPerson } from '../../store/threads.ts'
import { excerptWords } from './card-words.ts'
import type { MessageView } from './message-view.ts'
import type { ThreadLine } from './thread-list-view.ts'

/** Threads in one list. */
const THREADS_SHOWN = 100
/** Messages on one page. */
const MESSAGES_SHOWN = 50
const EXCERPT = 140
const NOBODY = 'Somebody who is not here any more'

/** The threads a person is in, the one with the newest words first; `next` continues below. */
export async function threadLines(
  session: Session,
  reader: PersonId,
  before: ThreadId | null,
): Promise<{ readonly lines: readonly ThreadLine[]; readonly next: ThreadId | null }> {
  const ids = await threadsOfPerson(session, reader, { limit: THREADS_SHOWN, before })
  const threads = await findThreads(session, ids)
  const stays = await staysIn(session, ids)
  const newest = await newestMessages(session, ids, reader)
  const people = [...stays.values()].flatMap((all) => all.map(({ person }) => person))
  const names = await personNames(session, [...new Set(people)])
  const lines = [...threads.values()].map((thread) => ({
    id: thread.id,
    ...titleOf(thread, stays.get(thread.id) ?? [], reader, names),
    last: lastOf(newest.get(thread.id), reader, names),
  }))
  const at = (line: ThreadLine): Instant => line.last?.at ?? threads.get(line.id)?.createdAt ?? 0
  return {
    lines: lines.sort((a, b) => at(b) - at(a)),
    next: ids.length < THREADS_SHOWN ? null : (ids.at(-1) ?? null),
  }
}

/** A thread's title for one reader: its own, or the names of the others in it. */
export function titleOf(
  thread: Thread,
  stays: readonly Stay[],
  reader: PersonId,
  names: ReadonlyMap<PersonId, string>,
): Pick<ThreadLine, 'title' | 'other'> {
  const others = [...new Set(stays.filter((stay) => stay.leftAt === null).map((stay) => stay.person))]
    .filter((person) => person !== reader)
    .map((id) => ({ id, name: names.get(id) ?? NOBODY }))
  const title = threadTitle(
    thread.title,
    others.map(({ name }) => name),
  )
  return { title, other: thread.kind === 'direct' ? (others[0] ?? null) : null }
}

function lastOf(
  message: Message | undefined,
  reader: PersonId,
  names: ReadonlyMap<PersonId, string>,
): ThreadLine['last'] {
  if (message === undefined) return null
  return {
    author: message.author === reader ? 'You' : (names.get(message.author) ?? NOBODY),
    excerpt: excerptOf(message),
    at: message.sentAt,
  }
}

function excerptOf({ text, card }: Pick<Message, 'text' | 'card'>): string {
  const words = card === null ? text : excerptWords(card)
  return words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words
}

/** A page of messages, oldest first, and where an older page begins. */
export async function messagePage(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  before: number | null,
): Promise<{ readonly messages: readonly MessageView[]; readonly older: string | null }> {
  const found = await messagesFor(session, thread, reader, { limit: MESSAGES_SHOWN + 1, before })
  const shown = found.slice(0, MESSAGES_SHOWN)
  const oldest = shown.at(-1)
  return {
    messages: await messageViews(session, thread, reader, shown.toReversed()),
    older: found.length > MESSAGES_SHOWN && oldest !== undefined ? String(oldest.position) : null,
  }
}

/** One message, to answer or change it. @throws {Problem} NOT_FOUND for one the reader cannot see */
export async function messageFor(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  id: MessageId,
): Promise<MessageView> {
  const message = await findReadableMessage(session, thread, reader, id)
  const [view] = message === undefined ? [] : await messageViews(session, thread, reader, [message])
  if (view === undefined || view.deleted) throw new Problem('NOT_FOUND')
  return view
}

async function messageViews(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  messages: readonly Message[],
): Promise<readonly MessageView[]> {
  const ids = messages.map((message) => message.id)
  const answered = await answeredBy(session, thread, reader, messages)
  const reactions = Map.groupBy(await reactionsTo(session, thread, ids), ({ message }) => message)
  const attachments = Map.groupBy(await attachmentsOf(session, thread, ids), ({ message }) => message)
  const linkCards = await linkCardsOf(session, thread, ids)
  const people = [...messages, ...answered.values()]
    .flatMap(({ author, originAuthor }) => [author, originAuthor ?? author])
    .concat([...reactions.values()].flatMap((all) => all.map(({ person }) => person)))
  const names = await personNames(session, [...new Set(people)])
  const companies = await partnerNames(session, [
    ...new Set(messages.flatMap(({ via }) => via?.partner ?? [])),
  ])
  const nameOf = (person: PersonId): string => names.get(person) ?? NOBODY
  return messages.map((message) => ({
    id: message.id,
    author: { id: message.author, name: nameOf(message.author), mine: message.author === reader },
    sentAt: message.sentAt,
    text: message.text,
    edited: message.editedAt !== null,
    deleted: message.deletedAt !== null,
    restorableUntil: message.restorableUntil,
    answers: answersOf(message, answered, reader, nameOf),
    forwardedFrom: message.originAuthor === null ? null : nameOf(message.originAuthor),
    card: message.card,
    linkCard: linkCards.get(message.id) ?? null,
    via: message.via === null ? null : (companies.get(message.via.partner) ?? 'a company'),
    attachments: attachments.get(message.id) ?? [],
    reactions: [...Map.groupBy(reactions.get(message.id) ?? [], ({ emoji }) => emoji)].map(
      ([emoji, all]) => ({
        emoji,
        people: all.map(({ person }) => (person === reader ? 'you' : nameOf(person))),
        mine: all.some(({ person }) => person === reader),
      }),
    ),
  }))
}

async function answeredBy(
  session: Session,
  thread: ThreadId,
  reader: PersonId,
  messages: readonly Message[],
): Promise<ReadonlyMap<MessageId, Message>> {
  const known = new Map(messages.map((message) => [message.id, message]))
  for (const { replyTo } of messages) {
    if (replyTo === null || known.has(replyTo)) continue
    const found = await findReadableMessage(session, thread, reader, replyTo)
    if (found !== undefined) known.set(replyTo, found)
  }
  return known
}

function answersOf(
  { replyTo }: Message,
  answered: ReadonlyMap<MessageId, Message>,
  reader: PersonId,
  nameOf: (person: PersonId) => string,
): MessageView['answers'] {
  if (replyTo === null) return null
  const message = answered.get(replyTo)
  if (message === undefined) return { id: replyTo, author: '', excerpt: null }
  return {
    id: replyTo,
    author: message.author === reader ? 'You' : nameOf(message.author),
    excerpt: message.deletedAt === null ? excerptOf(message) : null,
  }
}
