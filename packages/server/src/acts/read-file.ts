// The bytes of an attachment: for who could read its message when it was sent, and for nobody else.
import type { AttachmentId, MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { attachmentsOf, type FilePart, measurePart, piecesOf } from '../store/files.ts'
import { findReadableMessage } from '../store/messages.ts'
import type { System } from '../system.ts'

/** Which bytes of which attachment, as a reader's address names them. */
export interface WantedFile {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly attachment: AttachmentId
  readonly part: FilePart
}

/** A file about to be sent. */
export interface OpenFile {
  readonly name: string
  readonly isPicture: boolean
  readonly size: number
  readonly pieces: AsyncIterable<Uint8Array>
}

/**
 * Opens a file, a piece at a time.
 * @throws {Problem} NOT_FOUND whoever is outside, whatever is not there: a message of another thread, one from before or after the
 *   reader's stay, one that was deleted, a size that only pictures have
 */
export async function openFile(
  { app }: Pick<System, 'app'>,
  { person, thread, message, attachment, part }: WantedFile,
): Promise<OpenFile> {
  const found = await findReadableMessage(app, thread, person, message)
  if (found === undefined || found.deletedAt !== null) throw new Problem('NOT_FOUND')
  const one = (await attachmentsOf(app, thread, [message])).find(({ id }) => id === attachment)
  if (one?.file == null) throw new Problem('NOT_FOUND')
  const of = { thread, file: one.file.id, part }
  const { pieces, bytes } = await measurePart(app, of)
  if (pieces === 0) throw new Problem('NOT_FOUND')
  return {
    name: one.name,
    isPicture: one.file.picture !== null,
    size: bytes,
    pieces: piecesOf(app, of, pieces),
  }
}
