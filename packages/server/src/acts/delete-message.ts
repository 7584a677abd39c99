// Deletes a person's own message: its words, card, attachments and reactions are erased; its place stays empty.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { eraseMessage, findReadableMessage } from '../store/messages.ts'
import { forgetSealedCard } from '../store/sealed-cards.ts'
import type { System } from '../system.ts'
import { oweItem } from './owe.ts'

/**
 * Erases the message, also for an author who has left the thread (DEL-01: refused to partners from this instant), and has
 * every partner that got it told (DEL-04). A card its partner took away is erased for good: nobody brings
 * it back.
 * @throws {Problem} NOT_FOUND for a message they cannot see or that is deleted; NOT_ALLOWED for somebody else's
 */
export async function deleteMessage(
  system: Pick<System, 'turnstile' | 'random'>,
  {
    person,
    thread,
    message,
  }: { readonly person: PersonId; readonly thread: ThreadId; readonly message: MessageId },
): Promise<void> {
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const found = await findReadableMessage(session, thread, person, message)
      const gone = found?.deletedAt !== null && found?.restorableUntil === null
      if (found === undefined || gone) throw new Problem('NOT_FOUND')
      if (found.author !== person) throw new Problem('NOT_ALLOWED', { detail: 'These are not your words.' })
      // That a card which its partner took away is gone was told when it was taken away.
      if (found.restorableUntil !== null) await forgetSealedCard(session, { thread, message })
      else {
        await eraseMessage(session, thread, message, at)
        await oweItem(system, session, { kind: 'item.deleted', person, thread, message, at })
      }
      return {
        value: undefined,
        touches: [{ thread }],
        records: [
          { person, partner: null, record: { kind: 'message_deleted', at, person, thread, message } },
        ],
      }
    },
  })
}
