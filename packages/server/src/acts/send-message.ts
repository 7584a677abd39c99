// Sends a message of a person's own words. Chat does not wait for the ledger: a new message is no change of permission.
import type { Mention, MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findReadableMessage } from '../store/messages.ts'
import type { System } from '../system.ts'
import { checkMentions } from './check-mentions.ts'
import { placeMessage, plain } from './place-message.ts'

/** A message has at most this many UTF-16 code units. */
const MAX_TEXT_LENGTH = 8_000

/** What a person sends. */
export interface NewMessage {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly text: string
  readonly replyTo?: MessageId | undefined
  readonly mentions?: readonly Mention[] | undefined
}

/**
 * Sends the message.
 * @throws {Problem} NOT_FOUND for a thread the person is not in, or a message to answer that they cannot see there;
 *   BAD_REQUEST for an empty or too long text and for bad mentions
 */
export async function sendMessage(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'live'>,
  { person, thread, text, replyTo, mentions = [] }: NewMessage,
): Promise<MessageId> {
  checkText(text)
  const id = await system.app.transaction((session) =>
    placeMessage(system, session, { thread, author: person }, async () => {
      const answered =
        replyTo === undefined ? null : await findReadableMessage(session, thread, person, replyTo)
      if (answered === undefined || (answered !== null && answered.deletedAt !== null))
        throw new Problem('NOT_FOUND')
      return {
        ...plain,
        text,
        mentions: await checkMentions(session, thread, text, mentions),
        replyTo: answered === null ? null : answered.id,
      }
    }),
  )
  system.live.tell({ type: 'thread', thread })
  return id
}

/** @throws {Problem} BAD_REQUEST for a text that is empty, too long, or not well-formed Unicode */
export function checkText(text: string): void {
  const problem =
    text.trim() === ''
      ? 'must not be empty'
      : text.length > MAX_TEXT_LENGTH
        ? `must have at most ${MAX_TEXT_LENGTH} characters`
        : !text.isWellFormed() || text.includes('\0')
          ? 'must be well-formed text'
          : undefined
  if (problem !== undefined) throw new Problem('BAD_REQUEST', { errors: [{ at: 'body/text', problem }] })
}
