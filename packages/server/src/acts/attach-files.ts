// Hangs files on a message about to be there, in the transaction that places it: those sent with it, or copies of those forwarded.
import type { MessageId, PersonId, ThreadId, UploadId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type Attachment, attachmentsOf, copyPieces, insertAttachments } from '../store/files.ts'
import { takeUploads } from '../store/uploads.ts'
import type { System } from '../system.ts'
import { countFiles } from './upload-file.ts'

/** A message holds so many. */
export const MOST_FILES = 10

/** A file to send, and what its sender says is in it. */
export interface NewAttachment {
  readonly upload: UploadId
  readonly alt: string
}

/** Where they hang. */
export interface Placed {
  readonly thread: ThreadId
  readonly message: MessageId
  readonly author: PersonId
}

/**
 * Takes uploads of the author's and hangs them on the message, in the order given.
 * @throws {Problem} BAD_REQUEST naming the first that is not there, not whole, or named twice
 */
export async function attachUploads(
  system: Pick<System, 'random' | 'clock'>,
  session: Session,
  { thread, message, author }: Placed,
  files: readonly NewAttachment[],
): Promise<void> {
  if (files.length === 0) return
  const taken = await takeUploads(
    session,
    { thread, person: author },
    files.map(({ upload }) => upload),
  )
  const ids = newIds(system, files.length)
  const rows = files.map(({ upload, alt }, i): Attachment => {
    const found = taken.get(upload)
    const id = ids[i]
    if (found?.mediaType == null || id === undefined || files.findIndex((one) => one.upload === upload) !== i)
      throw new Problem('BAD_REQUEST', {
        errors: [
          {
            at: `body/attachments/${i}/upload`,
            problem: 'must be a file of yours that is whole and was not sent yet',
          },
        ],
      })
    const { size, mediaType, width, height } = found
    const picture = width === null || height === null ? null : { width, height }
    return {
      thread,
      message,
      id,
      author,
      name: found.name,
      mediaType,
      alt,
      file: { id: upload, size, picture },
    }
  })
  await insertAttachments(session, rows)
}

/**
 * Hangs copies of a message's files on another one. Each is erased with its own message, and counts as if it had been sent anew.
 * @throws {Problem} NOT_FOUND when they go meanwhile; FILES_FULL
 */
export async function attachCopies(
  system: Pick<System, 'random' | 'clock' | 'settings'>,
  session: Session,
  from: Pick<Placed, 'thread' | 'message'>,
  { thread, message, author }: Placed,
): Promise<void> {
  const originals = await attachmentsOf(session, from.thread, [from.message])
  const sizes = originals.flatMap(({ file }) => file?.size ?? [])
  if (sizes.length > 0) await countFiles(system, session, author, sizes)
  const ids = newIds(system, originals.length)
  const copies: Attachment[] = []
  for (const [i, one] of originals.entries()) {
    const id = ids[i]
    if (id === undefined) break
    const file = one.file && { ...one.file, id: makeId('upload', system.clock.now(), system.random) }
    if (one.file !== null && file !== null) {
      const copied = await copyPieces(
        session,
        { thread: from.thread, file: one.file.id },
        { thread, file: file.id },
      )
      // It was erased between two statements: nobody forwards half of it.
      if (copied !== one.file.size) throw new Problem('NOT_FOUND')
    }
    copies.push({ ...one, thread, message, id, author, file })
  }
  await insertAttachments(session, copies)
}

/** Ids that sort in the order they are given out: attachments are read in that of their ids. */
function newIds(
  { random, clock }: Pick<System, 'random' | 'clock'>,
  count: number,
): readonly Attachment['id'][] {
  return Array.from({ length: count }, () => makeId('attachment', clock.now(), random)).sort()
}
