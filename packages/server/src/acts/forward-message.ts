// Forwards words and files into another thread. They stay those of who first wrote them: a partner needs that person's yes too.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findReadableMessage } from '../store/messages.ts'
import type { System } from '../system.ts'
import { attachCopies } from './attach-files.ts'
import { placeMessage, plain } from './place-message.ts'

/** What goes where. */
export interface Forward {
  readonly person: PersonId
  readonly from: ThreadId
  readonly message: MessageId
  readonly to: ThreadId
}

/**
 * Forwards a message, with its first author, their time and its mentions kept, and copies of its files.
 * @throws {Problem} NOT_FOUND for a message the person cannot see or a thread they are not in; NOT_ALLOWED for a card; FILES_FULL
 */
export async function forwardMessage(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'live'>,
  { person, from, message, to }: Forward,
): Promise<MessageId> {
  const id = await system.app.transaction(async (session) => {
    const forwarded = await placeMessage(system, session, { thread: to, author: person }, async () => {
      const original = await findReadableMessage(session, from, person, message)
      if (original === undefined || original.deletedAt !== null) throw new Problem('NOT_FOUND')
      // A card passes the share sheet each time: a forwarded one would be written without a ticket (WRT-01).
      if (original.kind === 'card')
        throw new Problem('NOT_ALLOWED', {
          detail: 'A card is sent again from where it came, through the share sheet.',
        })
      // Mentions are kept whoever is here: without them a partner would see the name of somebody who did not allow it.
      return {
        ...plain,
        kind: 'forward',
        text: original.text,
        mentions: original.mentions,
        originAuthor: original.originAuthor ?? original.author,
        originSentAt: original.originSentAt ?? original.sentAt,
      }
    })
    const placed = { thread: to, message: forwarded, author: person }
    await attachCopies(system, session, { thread: from, message }, placed)
    return forwarded
  })
  system.live.tell({ type: 'thread', thread: to })
  return id
}
