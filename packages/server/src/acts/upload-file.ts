// A file on its way into a thread: announced, sent piece by piece, looked at once it is all there; then a message can take it.
import { DAY_MS, type PersonId, type ThreadId, type UploadId } from '@countersign/protocol'
import { asWebp, cleanName } from '../files/file-name.ts'
import { mediaTypeOf } from '../files/media-type.ts'
import { keepPicture, oneAtATime } from '../files/pictures.ts'
import { pictureTypes } from '../files/raster.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { deletePieces, insertPart, measurePart, PIECE_BYTES, piecesOf, readPiece } from '../store/files.ts'
import { isPresent } from '../store/stays.ts'
import {
  countToDay,
  deleteUpload,
  findUpload,
  holdUpload,
  insertPiece,
  insertUpload,
  saveFound,
  type Upload,
} from '../store/uploads.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** However small a file is, it counts as so much: rows cost too. */
const LEAST_COUNTED = 65_536

/** A file that is all there and was looked at. */
export type WholeUpload = Upload & { readonly mediaType: string }

const isWhole = (upload: Upload): upload is WholeUpload => upload.mediaType !== null

/** One upload, named by whose it is. */
export interface OwnUpload {
  readonly person: PersonId
  readonly thread: ThreadId
  readonly upload: UploadId
}

/**
 * Announces a file. Its bytes come in pieces of `PIECE_BYTES`, the last one shorter.
 * @throws {Problem} NOT_FOUND for a thread the person is not in; FILE_TOO_LARGE; FILES_FULL
 */
export async function beginUpload(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings'>,
  {
    person,
    thread,
    name,
    size,
  }: {
    readonly person: PersonId
    readonly thread: ThreadId
    readonly name: string
    readonly size: number
  },
): Promise<UploadId> {
  if (!(await isPresent(system.app, thread, person))) throw new Problem('NOT_FOUND')
  if (size > system.settings.files.mostBytes) throw new Problem('FILE_TOO_LARGE')
  return system.app.transaction(async (session) => {
    const begunAt = await countFiles(system, session, person, [size])
    const id = makeId('upload', begunAt, system.random)
    await insertUpload(session, { thread, id, person, name: cleanName(name), size, begunAt })
    return id
  })
}

/** Counts files to a person's day, whatever becomes of them. @returns the time it is @throws {Problem} FILES_FULL */
export async function countFiles(
  system: Pick<System, 'clock' | 'settings'>,
  session: Session,
  person: PersonId,
  sizes: readonly number[],
): Promise<number> {
  const at = await decisionTime(system, session)
  const bytes = sizes.reduce((sum, size) => sum + Math.max(size, LEAST_COUNTED), 0)
  const most = system.settings.files.mostBytesADay
  const counted = await countToDay(session, { person, day: Math.floor(at / DAY_MS), bytes, most })
  if (!counted) throw new Problem('FILES_FULL')
  return at
}

/**
 * Keeps a piece. The same one again changes nothing.
 * @throws {Problem} NOT_FOUND; ALREADY once the file is whole; BAD_REQUEST for a piece that is not of the file's length
 */
export async function keepPiece(
  { app }: Pick<System, 'app'>,
  { upload, ...whose }: OwnUpload,
  piece: { readonly n: number; readonly bytes: Uint8Array },
): Promise<void> {
  const found = await findUpload(app, whose, upload)
  if (found === undefined) throw new Problem('NOT_FOUND')
  if (found.mediaType !== null) throw new Problem('ALREADY')
  const expected = Math.min(PIECE_BYTES, found.size - piece.n * PIECE_BYTES)
  if (piece.bytes.length !== expected)
    throw new Problem('BAD_REQUEST', {
      errors: [{ at: 'body', problem: `must be ${Math.max(expected, 0)} bytes, which this piece has` }],
    })
  await insertPiece(app, whose, upload, piece)
}

/**
 * Looks at a file that is all there: finds its type from its bytes, and writes a picture anew, so that no place, device or
 * hidden part of the file is left. Again, after an answer that was lost, it says the same.
 * @throws {Problem} NOT_FOUND; NOT_WHOLE; BAD_PICTURE for one that cannot be read to its end, or is too much to read
 */
export async function finishUpload(system: Pick<System, 'app'>, own: OwnUpload): Promise<WholeUpload> {
  const { thread, person, upload } = own
  const found = await findUpload(system.app, { thread, person }, upload)
  if (found === undefined) throw new Problem('NOT_FOUND')
  if (isWhole(found)) return found
  const first = await readPiece(system.app, { thread, file: upload, part: 'whole' }, 0)
  if (first === undefined) throw new Problem('NOT_WHOLE')
  const mediaType = await mediaTypeOf(first)
  const isPicture = pictureTypes.some((type) => type === mediaType)
  const look = (): Promise<WholeUpload> =>
    system.app.transaction((session) => lookAt(session, own, isPicture ? null : mediaType))
  return isPicture ? oneAtATime(look) : look()
}

/** In one transaction that holds the upload: what was looked at is what is kept. A `mediaType` of null makes it a picture. */
async function lookAt(
  session: Session,
  { thread, person, upload }: OwnUpload,
  mediaType: string | null,
): Promise<WholeUpload> {
  const held = await holdUpload(session, { thread, person }, upload)
  if (held === undefined) throw new Problem('NOT_FOUND')
  if (isWhole(held)) return held
  const whole = { thread, file: upload, part: 'whole' } as const
  const { pieces, bytes } = await measurePart(session, whole)
  if (bytes !== held.size) throw new Problem('NOT_WHOLE')
  if (mediaType !== null) {
    const kept = { ...held, mediaType }
    await saveFound(session, kept)
    return kept
  }
  const read: Uint8Array[] = []
  for await (const piece of piecesOf(session, whole, pieces)) read.push(piece)
  const picture = await keepPicture(Buffer.concat(read))
  if (picture === undefined) throw new Problem('BAD_PICTURE')
  await deletePieces(session, thread, upload)
  for (const part of ['whole', 'medium', 'small'] as const)
    await insertPart(session, { thread, file: upload, part }, picture[part])
  const { width, height } = picture
  const name = asWebp(held.name)
  const kept = { ...held, name, width, height, size: picture.whole.length, mediaType: 'image/webp' }
  await saveFound(session, kept)
  return kept
}

/** Gives a file up. @throws {Problem} NOT_FOUND */
export async function cancelUpload(
  { app }: Pick<System, 'app'>,
  { upload, ...whose }: OwnUpload,
): Promise<void> {
  if (!(await deleteUpload(app, whose, upload))) throw new Problem('NOT_FOUND')
}
