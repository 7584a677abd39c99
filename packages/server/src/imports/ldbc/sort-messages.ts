// Posts and comments of all files in one order: a thread's places follow it, and an answer comes after what it answers.
import type { ImportedMessage } from '../../acts/import-batch.ts'
import { badRecord, placeText } from '../import-error.ts'
import type { Placed } from '../import-stage.ts'
import { mediaTypeOf } from '../media-type.ts'
import { commentFile, type LdbcComment, parseComment } from './parse-comment.ts'
import { type LdbcPost, parsePost, postFile } from './parse-post.ts'
import { type LdbcFiles, parsedRows } from './parsed-rows.ts'

type Found = Placed<LdbcPost & { readonly kind: 'post' }> | Placed<LdbcComment & { readonly kind: 'comment' }>

/**
 * Every message in the order of its time; of two at one time a post comes first, then the smaller id. The files are read
 * and checked to their ends before the first message is handed out, because LDBC keeps them in no order: they are held in
 * memory meanwhile, about 500 bytes each.
 */
export async function* messageRows(files: LdbcFiles): AsyncGenerator<Placed<ImportedMessage>> {
  const found: Found[] = []
  const places = new Map<string, Found>()
  for await (const { row, place } of parsedRows(files, postFile, parsePost))
    keep(found, places, { row: { ...row, kind: 'post' }, place })
  for await (const { row, place } of parsedRows(files, commentFile, parseComment))
    keep(found, places, { row: { ...row, kind: 'comment' }, place })
  found.sort(byTime)
  const forums = new Map<string, string>()
  for (const one of found) {
    const forum = forumOf(one, places, forums)
    forums.set(keyOf(one.row), forum)
    yield { row: messageOf(one.row, forum), place: one.place }
  }
}

function keep(found: Found[], places: Map<string, Found>, one: Found): void {
  const first = places.get(keyOf(one.row))?.place
  if (first !== undefined) throw badRecord(one.place, `its id is in ${placeText(first)} already`)
  places.set(keyOf(one.row), one)
  found.push(one)
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`
}

function byTime({ row: a }: Found, { row: b }: Found): number {
  if (a.sentAt !== b.sentAt) return a.sentAt - b.sentAt
  if (a.kind !== b.kind) return a.kind === 'post' ? -1 : 1
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1
}

/** A comment's forum is that of what it answers, which must have come before it. */
function forumOf(
  { row, place }: Found,
  places: ReadonlyMap<string, Found>,
  forums: ReadonlyMap<string, string>,
): string {
  if (row.kind === 'post') return row.forum
  const forum = forums.get(keyOf(row.answers))
  if (forum !== undefined) return forum
  const target = places.get(keyOf(row.answers))?.place
  throw target === undefined
    ? badRecord(place, `it answers a ${row.answers.kind} that is in no file`)
    : badRecord(place, `it answers ${placeText(target)}, which was not written before it`)
}

function messageOf(row: Found['row'], forum: string): ImportedMessage {
  const { kind, id, author, sentAt, body } = row
  const image = row.kind === 'post' ? row.image : null
  return {
    kind,
    id,
    thread: forum,
    author,
    sentAt,
    body,
    mentions: [],
    replyTo: row.kind === 'comment' ? row.answers : null,
    attachments: image === null ? [] : [{ name: image, mediaType: mediaTypeOf(image) }],
  }
}
