// Sends a message of a person's own words and files. Chat does not wait for the ledger: a new message is no change of permission.
import type { Mention, MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findReadableMessage, findSent } from '../store/messages.ts'
import { holdThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { attachUploads, MOST_FILES, type NewAttachment } from './attach-files.ts'
import { checkMentions } from './check-mentions.ts'
import { placeMessage, plain } from './place-message.ts'

/** A message has at most this many UTF-16 code units. */
const MAX_TEXT_LENGTH = 8_000
/** What is said about a file is a line or two, in UTF-16 code units. */
const MAX_ALT_LENGTH = 1_000

/** What a person sends. */
export interface NewMessage {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly text: string
  readonly replyTo?: MessageId | undefined
  readonly mentions?: readonly Mention[] | undefined
  /** A key its sender's software made: under the same one it is sent once, however often that is asked. */
  readonly key?: string | undefined
  /** With files, words may be none. */
  readonly attachments?: readonly NewAttachment[] | undefined
}

/**
 * Sends the message; one that was sent under its key already is that one.
 * @throws {Problem} NOT_FOUND for a thread the person is not in, or a message to answer that they cannot see there;
 *   BAD_REQUEST for an empty or too long text, for bad mentions and for files that are not the person's to send; ALREADY
 *   when its key was another message's
 */
export async function sendMessage(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'live'>,
  { person, thread, text, replyTo, key, mentions = [], attachments = [] }: NewMessage,
): Promise<MessageId> {
  checkText(text, { mayBeEmpty: attachments.length > 0 })
  checkAttachments(attachments)
  const id = await system.app.transaction(async (session) => {
    const sent = key === undefined ? undefined : await sentBefore(session, { thread, person, text, key })
    if (sent !== undefined) return sent
    const message = await placeMessage(system, session, { thread, author: person }, async () => {
      const answered =
        replyTo === undefined ? null : await findReadableMessage(session, thread, person, replyTo)
      if (answered === undefined || (answered !== null && answered.deletedAt !== null))
        throw new Problem('NOT_FOUND')
      return {
        ...plain,
        text,
        mentions: await checkMentions(session, thread, text, mentions),
        replyTo: answered === null ? null : answered.id,
        sentKey: key ?? null,
      }
    })
    await attachUploads(system, session, { thread, message, author: person }, attachments)
    return message
  })
  system.live.tell({ type: 'thread', thread })
  return id
}

/**
 * Holds the thread first, so that of two that ask at once the second finds what the first sent.
 * @throws {Problem} ALREADY when other words were sent under the key, and stand there
 */
async function sentBefore(
  session: Session,
  { thread, person, text, key }: Pick<NewMessage, 'thread' | 'person' | 'text'> & { readonly key: string },
): Promise<MessageId | undefined> {
  await holdThread(session, thread)
  const sent = await findSent(session, thread, person, key)
  if (sent !== undefined && sent.text !== text && sent.editedAt === null && sent.deletedAt === null)
    throw new Problem('ALREADY')
  return sent?.id
}

/** @throws {Problem} BAD_REQUEST for a text that is too long, not well-formed Unicode, or empty where something must be said */
export function checkText(text: string, { mayBeEmpty }: { readonly mayBeEmpty: boolean }): void {
  const problem =
    text.trim() === '' && !mayBeEmpty
      ? 'must not be empty'
      : text.length > MAX_TEXT_LENGTH
        ? `must have at most ${MAX_TEXT_LENGTH} characters`
        : !text.isWellFormed() || text.includes('\0')
          ? 'must be well-formed text'
          : undefined
  if (problem !== undefined) throw new Problem('BAD_REQUEST', { errors: [{ at: 'body/text', problem }] })
}

function checkAttachments(attachments: readonly NewAttachment[]): void {
  const long = attachments.findIndex(({ alt }) => alt.length > MAX_ALT_LENGTH)
  const error =
    attachments.length > MOST_FILES
      ? { at: 'body/attachments', problem: `must be at most ${MOST_FILES}` }
      : long !== -1
        ? { at: `body/attachments/${long}/alt`, problem: `must have at most ${MAX_ALT_LENGTH} characters` }
        : undefined
  if (error !== undefined) throw new Problem('BAD_REQUEST', { errors: [error] })
}
