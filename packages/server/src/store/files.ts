// The bytes of files, in pieces; and files as attachments of messages. For people only: the gate's login sees no byte.
import {
  type AttachmentId,
  idOf,
  type MessageId,
  type PersonId,
  type ThreadId,
  type UploadId,
  uuidOf,
} from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'

/** The most bytes a piece has. */
export const PIECE_BYTES = 524_288

/** The forms a file is kept in: all of it, and of a picture two smaller ones. */
export type FilePart = 'whole' | 'medium' | 'small'

/** Which bytes. */
export interface PartOfFile {
  readonly thread: ThreadId
  readonly file: UploadId
  readonly part: FilePart
}

/** An attachment; without a file it is a name and a type, as an import brought them. */
export interface Attachment {
  readonly thread: ThreadId
  readonly message: MessageId
  readonly id: AttachmentId
  readonly author: PersonId
  readonly name: string
  readonly mediaType: string
  /** What its sender said is to be seen or found in it; empty for nothing. */
  readonly alt: string
  readonly file: {
    readonly id: UploadId
    readonly size: number
    readonly picture: { readonly width: number; readonly height: number } | null
  } | null
}

interface AttachmentRow {
  readonly message_id: string
  readonly attachment_id: string
  readonly author_id: string
  readonly name: string
  readonly media_type: string
  readonly alt: string
  readonly file_id: string | null
  readonly size: number | null
  readonly width: number | null
  readonly height: number | null
}

const columns = 'message_id, attachment_id, author_id, name, media_type, alt, file_id, size, width, height'

function attachmentFromRow(thread: ThreadId, row: AttachmentRow): Attachment {
  const { file_id: file, size, width, height } = row
  return {
    thread,
    message: idOf('message', row.message_id),
    id: idOf('attachment', row.attachment_id),
    author: idOf('person', row.author_id),
    name: row.name,
    mediaType: row.media_type,
    alt: row.alt,
    file:
      file === null || size === null
        ? null
        : {
            id: idOf('upload', file),
            size,
            picture: width === null || height === null ? null : { width, height },
          },
  }
}

/** Hangs attachments on a message, in the order of their ids. */
export async function insertAttachments(session: Session, rows: readonly Attachment[]): Promise<void> {
  for (const { thread, message, id, author, name, mediaType, alt, file } of rows)
    await session.query(
      `insert into attachments (thread_id, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        uuidOf(thread),
        uuidOf(message),
        uuidOf(id),
        uuidOf(author),
        name,
        mediaType,
        alt,
        file === null ? null : uuidOf(file.id),
        file?.size ?? null,
        file?.picture?.width ?? null,
        file?.picture?.height ?? null,
      ],
    )
}

/** The attachments of some messages of a thread, in the order they were attached. */
export async function attachmentsOf(
  session: Session,
  thread: ThreadId,
  messages: readonly MessageId[],
): Promise<readonly Attachment[]> {
  const { rows } = await session.query<AttachmentRow>(
    `select ${columns} from attachments where thread_id = $1 and message_id = any ($2::uuid[]) order by attachment_id`,
    [uuidOf(thread), messages.map(uuidOf)],
  )
  return rows.map((row) => attachmentFromRow(thread, row))
}

/** The files a person sent into a thread and did not delete; what they forwarded is somebody else's. */
export async function ownFiles(
  session: Session,
  thread: ThreadId,
  author: PersonId,
): Promise<readonly Attachment[]> {
  const { rows } = await session.query<AttachmentRow>(
    `select ${columns} from attachments a
     where a.thread_id = $1 and a.author_id = $2 and a.file_id is not null and exists (select from messages m
       where m.thread_id = a.thread_id and m.message_id = a.message_id and m.kind = 'message' and m.deleted_at is null)
     order by a.attachment_id`,
    [uuidOf(thread), uuidOf(author)],
  )
  return rows.map((row) => attachmentFromRow(thread, row))
}

/** How many pieces a part has, and how many bytes; nothing of either when it is not there. */
export async function measurePart(
  session: Session,
  { thread, file, part }: PartOfFile,
): Promise<{ readonly pieces: number; readonly bytes: number }> {
  return onlyRow(
    await session.query<{ pieces: number; bytes: number }>(
      `select count(*) as pieces, coalesce(sum(octet_length(bytes)), 0)::bigint as bytes from file_pieces
       where thread_id = $1 and file_id = $2 and part = $3`,
      [uuidOf(thread), uuidOf(file), part],
    ),
  )
}

/** One piece, from 0; undefined when it is not there, or not any more. */
export async function readPiece(
  session: Session,
  { thread, file, part }: PartOfFile,
  n: number,
): Promise<Uint8Array | undefined> {
  const { rows } = await session.query<{ bytes: Uint8Array }>(
    'select bytes from file_pieces where thread_id = $1 and file_id = $2 and part = $3 and n = $4',
    [uuidOf(thread), uuidOf(file), part, n],
  )
  return rows[0]?.bytes
}

/** A part, a piece at a time. @throws when it goes while it is read: half of a file must not pass for all of it */
export async function* piecesOf(session: Session, of: PartOfFile, count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) {
    const bytes = await readPiece(session, of, n)
    if (bytes === undefined) throw new Error('a file went while it was read')
    yield bytes
  }
}

/** Writes a part's bytes. */
export async function insertPart(session: Session, of: PartOfFile, bytes: Uint8Array): Promise<void> {
  for (let n = 0; n * PIECE_BYTES < bytes.length; n++)
    await session.query(
      'insert into file_pieces (thread_id, file_id, part, n, bytes) values ($1, $2, $3, $4, $5)',
      [
        uuidOf(of.thread),
        uuidOf(of.file),
        of.part,
        n,
        bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
      ],
    )
}

/** Takes all bytes of a file away. */
export async function deletePieces(session: Session, thread: ThreadId, file: UploadId): Promise<void> {
  await session.query('delete from file_pieces where thread_id = $1 and file_id = $2', [
    uuidOf(thread),
    uuidOf(file),
  ])
}

/** Writes all bytes of a file a second time, for a message that is erased by itself; the number of bytes of the whole. */
export async function copyPieces(
  session: Session,
  from: Pick<PartOfFile, 'thread' | 'file'>,
  to: Pick<PartOfFile, 'thread' | 'file'>,
): Promise<number> {
  const { rows } = await session.query<{ part: FilePart; bytes: number }>(
    `insert into file_pieces (thread_id, file_id, part, n, bytes)
     select $3, $4, part, n, bytes from file_pieces where thread_id = $1 and file_id = $2
     returning part, octet_length(bytes) as bytes`,
    [uuidOf(from.thread), uuidOf(from.file), uuidOf(to.thread), uuidOf(to.file)],
  )
  return rows.filter(({ part }) => part === 'whole').reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Erases what is attached to a message, bytes and all. Turnstile only. */
export async function eraseAttachments(
  session: Session,
  thread: ThreadId,
  message: MessageId,
): Promise<void> {
  const ids = [uuidOf(thread), uuidOf(message)]
  await session.query(
    `delete from file_pieces p using attachments a
     where a.thread_id = $1 and a.message_id = $2 and p.thread_id = a.thread_id and p.file_id = a.file_id`,
    ids,
  )
  await session.query('delete from attachments where thread_id = $1 and message_id = $2', ids)
}
