// The copy of a picture on a link card: for who can read the message, and was told its key.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPicture } from '../store/link-cards.ts'
import { findReadableMessage } from '../store/messages.ts'
import type { System } from '../system.ts'

/** Its bytes, WebP. @throws {Problem} NOT_FOUND for everybody else, and for another key */
export async function readPicture(
  { app }: Pick<System, 'app'>,
  {
    person,
    thread,
    message,
    key,
  }: {
    readonly person: PersonId
    readonly thread: ThreadId
    readonly message: MessageId
    readonly key: string
  },
): Promise<Uint8Array> {
  const readable = await findReadableMessage(app, thread, person, message)
  const picture = readable && (await findPicture(app, thread, message, key))
  if (picture === undefined) throw new Problem('NOT_FOUND')
  return picture
}
