// Changes a message's words. What partners may have of it is the new text only, from this instant; who had the old is told.
import type { Mention, MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { attachmentsOf } from '../store/files.ts'
import { findReadableMessage, saveEdit } from '../store/messages.ts'
import { isPresent } from '../store/stays.ts'
import type { System } from '../system.ts'
import { checkMentions } from './check-mentions.ts'
import { oweItem } from './owe.ts'
import { checkText } from './send-message.ts'

/** New words for a message. */
export interface Edit {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly text: string
  readonly mentions?: readonly Mention[] | undefined
}

/**
 * Replaces the words of a person's own message; its files stay, and with them there may be no words.
 * @throws {Problem} NOT_FOUND for a message they cannot see or that is deleted; NOT_ALLOWED for somebody else's, a card
 *   or a forward; BAD_REQUEST as in sending
 */
export async function editMessage(
  system: Pick<System, 'turnstile' | 'random'>,
  { person, thread, message, text, mentions = [] }: Edit,
): Promise<void> {
  checkText(text, { mayBeEmpty: true })
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const present = await isPresent(session, thread, person)
      const found = await findReadableMessage(session, thread, person, message)
      if (!present || found === undefined || found.deletedAt !== null) throw new Problem('NOT_FOUND')
      if (found.author !== person) throw new Problem('NOT_ALLOWED', { detail: 'These are not your words.' })
      if (found.kind !== 'message')
        throw new Problem('NOT_ALLOWED', { detail: 'Only words of your own can be changed.' })
      const files = await attachmentsOf(session, thread, [message])
      checkText(text, { mayBeEmpty: files.length > 0 })
      const checked = await checkMentions(session, thread, text, mentions)
      await saveEdit(session, { thread, id: message, text, mentions: checked, editedAt: at })
      await oweItem(system, session, { kind: 'item.edited', person, thread, message, at })
      return {
        value: undefined,
        touches: [{ thread }],
        records: [{ person, partner: null, record: { kind: 'message_edited', at, person, thread, message } }],
      }
    },
  })
}
