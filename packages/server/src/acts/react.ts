// Reactions: one emoji of one person to one message.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findReadableMessage } from '../store/messages.ts'
import { deleteReaction, insertReaction } from '../store/reactions.ts'
import { isPresent } from '../store/stays.ts'
import { holdThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** Whose reaction to what. */
export interface ReactionTo {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly emoji: string
}

/** One emoji as Unicode recommends them for interchange: never words. */
const oneEmoji = /^\p{RGI_Emoji}$/v

/**
 * Adds a reaction; the same one again changes nothing.
 * @throws {Problem} BAD_REQUEST for what is not one emoji; NOT_FOUND for a message the person cannot see, or is deleted
 */
export async function react(
  system: Pick<System, 'app' | 'clock' | 'settings' | 'live'>,
  { person, thread, message, emoji }: ReactionTo,
): Promise<void> {
  if (!oneEmoji.test(emoji))
    throw new Problem('BAD_REQUEST', { errors: [{ at: 'params/emoji', problem: 'must be one emoji' }] })
  await system.app.transaction(async (session) => {
    // Who leaves meanwhile is waited for, or waits.
    await holdThread(session, thread)
    await assertReachable(session, { person, thread, message })
    await insertReaction(session, thread, { message, person, emoji }, await decisionTime(system, session))
  })
  system.live.tell({ type: 'thread', thread })
}

/** Takes a person's own reaction away. @throws {Problem} NOT_FOUND when there is none */
export async function takeReactionBack(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, thread, message, emoji }: ReactionTo,
): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session) {
      if (!(await deleteReaction(session, thread, { message, person, emoji }))) throw new Problem('NOT_FOUND')
      return { value: undefined, touches: [{ thread }], records: [] }
    },
  })
}

async function assertReachable(
  session: Session,
  { person, thread, message }: Omit<ReactionTo, 'emoji'>,
): Promise<void> {
  const found = await findReadableMessage(session, thread, person, message)
  if (found === undefined || found.deletedAt !== null || !(await isPresent(session, thread, person)))
    throw new Problem('NOT_FOUND')
}
