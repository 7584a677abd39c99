// Puts a message at the end of a thread, in the transaction of whoever sends it.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { insertMessage, type Message } from '../store/messages.ts'
import { isPresent } from '../store/stays.ts'
import { takePosition } from '../store/threads.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** What a message says; the rest is the thread's to give. */
export type Content = Pick<
  Message,
  'kind' | 'text' | 'mentions' | 'card' | 'originAuthor' | 'originSentAt' | 'replyTo' | 'via'
> & {
  /** What its sender's software calls it; null for nothing. */
  readonly sentKey: string | null
}

/** A message that says nothing yet. */
export const plain: Content = {
  kind: 'message',
  text: '',
  mentions: [],
  card: null,
  originAuthor: null,
  originSentAt: null,
  replyTo: null,
  via: null,
  sentKey: null,
}

/**
 * Takes the next place, checks that the author is in the thread, and inserts what `contentOf` makes there.
 * @throws {Problem} NOT_FOUND when the author is not in the thread, and whatever `contentOf` throws
 */
export async function placeMessage(
  system: Pick<System, 'clock' | 'random' | 'settings'>,
  session: Session,
  { thread, author }: { readonly thread: ThreadId; readonly author: PersonId },
  contentOf: () => Promise<Content>,
): Promise<MessageId> {
  const position = await takePosition(session, thread)
  if (position === undefined || !(await isPresent(session, thread, author))) throw new Problem('NOT_FOUND')
  const content = await contentOf()
  // Read while the thread is held: times grow with places.
  const sentAt = await decisionTime(system, session)
  const id = makeId('message', sentAt, system.random)
  await insertMessage(session, {
    ...content,
    id,
    thread,
    author,
    position,
    sentAt,
    editedAt: null,
    deletedAt: null,
  })
  return id
}
