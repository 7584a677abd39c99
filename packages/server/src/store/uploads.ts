// Files on their way into a thread: begun, filled piece by piece, looked at, and then sent, given up, or swept.
import {
  type Instant,
  idOf,
  type PersonId,
  type ThreadId,
  type UploadId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A file on its way. Only whose it is can name it. */
export interface Upload {
  readonly thread: ThreadId
  readonly id: UploadId
  readonly person: PersonId
  readonly name: string
  /** In bytes: as announced, and once it was looked at as it is kept. */
  readonly size: number
  /** Found from the bytes; null until all of them are there. */
  readonly mediaType: string | null
  /** Of a picture. */
  readonly width: number | null
  readonly height: number | null
}

interface UploadRow {
  readonly upload_id: string
  readonly name: string
  readonly size: number
  readonly media_type: string | null
  readonly width: number | null
  readonly height: number | null
}

/** Whose upload, and where. */
export type Whose = Pick<Upload, 'thread' | 'person'>

const columns = 'upload_id, name, size, media_type, width, height'

function uploadFromRow({ thread, person }: Whose, row: UploadRow): Upload {
  const { upload_id, media_type: mediaType, name, size, width, height } = row
  return { thread, person, id: idOf('upload', upload_id), name, size, mediaType, width, height }
}

/** Begins one; its bytes are still to come. */
export async function insertUpload(
  session: Session,
  {
    thread,
    id,
    person,
    name,
    size,
    begunAt,
  }: Omit<Upload, 'mediaType' | 'width' | 'height'> & {
    readonly begunAt: Instant
  },
): Promise<void> {
  await session.query(
    'insert into uploads (thread_id, upload_id, person_id, name, size, begun_at) values ($1, $2, $3, $4, $5, $6)',
    [uuidOf(thread), uuidOf(id), uuidOf(person), name, size, begunAt],
  )
}

/** One of a person's own. */
export async function findUpload(
  session: Session,
  { thread, person }: Whose,
  id: UploadId,
): Promise<Upload | undefined> {
  const { rows } = await session.query<UploadRow>(
    `select ${columns} from uploads where thread_id = $1 and upload_id = $2 and person_id = $3`,
    [uuidOf(thread), uuidOf(id), uuidOf(person)],
  )
  return rows.map((row) => uploadFromRow({ thread, person }, row))[0]
}

/** The same, held until the transaction ends: no piece is added meanwhile, and it is neither sent nor swept. */
export async function holdUpload(
  session: Session,
  { thread, person }: Whose,
  id: UploadId,
): Promise<Upload | undefined> {
  const { rows } = await session.query<UploadRow>(
    `select ${columns} from uploads where thread_id = $1 and upload_id = $2 and person_id = $3 for update`,
    [uuidOf(thread), uuidOf(id), uuidOf(person)],
  )
  return rows.map((row) => uploadFromRow({ thread, person }, row))[0]
}

/** Adds a piece while its upload waits for bytes; the same piece again, after an answer that was lost, changes nothing. */
export async function insertPiece(
  session: Session,
  { thread, person }: Whose,
  id: UploadId,
  { n, bytes }: { readonly n: number; readonly bytes: Uint8Array },
): Promise<void> {
  await session.query(
    `with held as (select from uploads
       where thread_id = $1 and upload_id = $2 and person_id = $3 and media_type is null for share)
     insert into file_pieces (thread_id, file_id, part, n, bytes) select $1, $2, 'whole', $4, $5 from held
     on conflict do nothing`,
    [uuidOf(thread), uuidOf(id), uuidOf(person), n, bytes],
  )
}

/** Says what was found in the bytes. */
export async function saveFound(
  session: Session,
  { thread, id, name, size, mediaType, width, height }: Omit<Upload, 'person'>,
): Promise<void> {
  const result = await session.query(
    `update uploads set name = $3, size = $4, media_type = $5, width = $6, height = $7
     where thread_id = $1 and upload_id = $2`,
    [uuidOf(thread), uuidOf(id), name, size, mediaType, width, height],
  )
  assertRowCount(result, 1)
}

/** Takes whole uploads of a person out, to be sent; those that are not theirs, not there or not whole are left out. */
export async function takeUploads(
  session: Session,
  { thread, person }: Whose,
  ids: readonly UploadId[],
): Promise<ReadonlyMap<UploadId, Upload>> {
  const { rows } = await session.query<UploadRow>(
    `delete from uploads where thread_id = $1 and person_id = $2 and upload_id = any ($3::uuid[])
       and media_type is not null returning ${columns}`,
    [uuidOf(thread), uuidOf(person), ids.map(uuidOf)],
  )
  return new Map(rows.map((row) => uploadFromRow({ thread, person }, row)).map((one) => [one.id, one]))
}

/** Gives one up, bytes and all; false when there is none. */
export async function deleteUpload(
  session: Session,
  { thread, person }: Whose,
  id: UploadId,
): Promise<boolean> {
  const { rows } = await session.query<{ gone: number }>(
    `with gone as (delete from uploads
       where thread_id = $1 and upload_id = $2 and person_id = $3 returning thread_id, upload_id),
     emptied as (delete from file_pieces p using gone where p.thread_id = gone.thread_id and p.file_id = gone.upload_id)
     select count(*) as gone from gone`,
    [uuidOf(thread), uuidOf(id), uuidOf(person)],
  )
  return rows[0]?.gone === 1
}

/** Gives up what was begun before an instant and not sent. */
export async function deleteUploads(session: Session, begunBefore: Instant): Promise<void> {
  await session.query(
    `with gone as (delete from uploads where begun_at <= $1 returning thread_id, upload_id)
     delete from file_pieces p using gone where p.thread_id = gone.thread_id and p.file_id = gone.upload_id`,
    [begunBefore],
  )
}

/** Gives up everything a person began and did not send. */
export async function deleteUploadsOf(session: Session, person: PersonId): Promise<void> {
  await session.query(
    `with gone as (delete from uploads where person_id = $1 returning thread_id, upload_id)
     delete from file_pieces p using gone where p.thread_id = gone.thread_id and p.file_id = gone.upload_id`,
    [uuidOf(person)],
  )
}

/** Counts bytes to a person's day; false, and nothing counted, when that would be more than `most`. */
export async function countToDay(
  session: Session,
  { person, day, bytes, most }: { person: PersonId; day: number; bytes: number; most: number },
): Promise<boolean> {
  if (bytes > most) return false
  const { rowCount } = await session.query(
    `insert into file_days as d (person_id, day, bytes) values ($1, $2, $3)
     on conflict (person_id, day) do update set bytes = d.bytes + excluded.bytes
       where d.bytes + excluded.bytes <= $4`,
    [uuidOf(person), day, bytes, most],
  )
  return rowCount === 1
}

/** Forgets days before one. */
export async function deleteDays(session: Session, before: number): Promise<void> {
  await session.query('delete from file_days where day < $1', [before])
}
