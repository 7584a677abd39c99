// An LDBC SNB set comes in: people, addresses, threads, who is in them, friendships, then every message in its order.
import type { ImportSystem } from '../../acts/import-batch.ts'
import type { ImportProgress } from '../progress.ts'
import { type CsvFile, countLines, filesOf } from './csv-file.ts'
import { importStage, parsedRows, type StageContext } from './import-stage.ts'
import { addressFile, parseAddress } from './parse-address.ts'
import { commentFile } from './parse-comment.ts'
import { forumFile, type LdbcForum, parseForum } from './parse-forum.ts'
import { friendshipFile, parseFriendship } from './parse-friendship.ts'
import { membershipFile, parseMembership } from './parse-membership.ts'
import { parsePerson, personFile } from './parse-person.ts'
import { postFile } from './parse-post.ts'
import { messageRows } from './sort-messages.ts'

/** What to import and how to be told of it. */
export interface ImportLdbcOptions {
  /** The folder that holds the files. */
  readonly path: string
  /** The name this set has here; its records are told from another set's by it. */
  readonly source: string
  readonly progress: ImportProgress
  /** Stops between two batches: what is in stays. */
  readonly signal: AbortSignal
}

/** How many records this run added, by kind. */
export interface LdbcReport {
  readonly people: number
  readonly threads: number
  readonly memberships: number
  readonly moderator_memberships: number
  readonly friendships: number
  readonly addresses: number
  readonly text_posts: number
  readonly image_posts: number
  readonly comments: number
  /** Records that were in before, and moderators who are members by another record. */
  readonly already_in: number
}

const files: readonly CsvFile[] = [
  personFile,
  addressFile,
  forumFile,
  membershipFile,
  friendshipFile,
  postFile,
  commentFile,
]

/**
 * Imports a set. Repeating it adds nothing twice, and after a stop or crash anywhere it goes on with the first batch that
 * is not in; the rows are the same as if nothing had happened, byte for byte, because ids, times and places come from the
 * source. Two runs at once end with the same rows too.
 * @throws ImportError for the first thing wrong, by file and line: everything before its batch is in
 */
export async function importLdbc(system: ImportSystem, options: ImportLdbcOptions): Promise<LdbcReport> {
  const names = new Map<CsvFile, readonly string[]>()
  for (const file of files) names.set(file, await filesOf(options.path, file.kind))
  const context: StageContext = { ...options, system, names, counts: emptyReport() }
  options.progress.begin(await countRecords(options.path, names))
  await importPeople(context)
  await importThreads(context)
  await importStage(context, {
    label: 'messages',
    rows: messageRows(context),
    batch: (rows) => ({ kind: 'messages', rows }),
    countAs: ({ kind, attachment }) =>
      kind === 'comment' ? 'comments' : attachment ? 'image_posts' : 'text_posts',
  })
  return context.counts
}

function emptyReport(): StageContext['counts'] {
  return {
    people: 0,
    threads: 0,
    memberships: 0,
    moderator_memberships: 0,
    friendships: 0,
    addresses: 0,
    text_posts: 0,
    image_posts: 0,
    comments: 0,
    already_in: 0,
  }
}

/** Forums count twice: once as a thread, once for their moderator. */
async function countRecords(path: string, names: StageContext['names']): Promise<number> {
  let total = 0
  for (const [file, parts] of names)
    for (const part of parts) {
      const records = Math.max(0, (await countLines(path, part)) - 1)
      total += file === forumFile ? 2 * records : records
    }
  return total
}

async function importPeople(context: StageContext): Promise<void> {
  await importStage(context, {
    label: 'people',
    rows: parsedRows(context, personFile, parsePerson),
    keyOf: ({ id }) => id,
    batch: (rows) => ({ kind: 'people', rows }),
    countAs: () => 'people',
  })
  await importStage(context, {
    label: 'addresses',
    rows: parsedRows(context, addressFile, parseAddress),
    keyOf: ({ person, email }) => `${person} ${email}`,
    batch: (rows) => ({ kind: 'addresses', rows }),
    countAs: () => 'addresses',
  })
  await importStage(context, {
    label: 'friendships',
    rows: parsedRows(context, friendshipFile, parseFriendship),
    keyOf: ({ person, friend }) => `${person} ${friend}`,
    batch: (rows) => ({ kind: 'friendships', rows }),
    countAs: () => 'friendships',
  })
}

async function importThreads(context: StageContext): Promise<void> {
  await importStage(context, {
    label: 'threads',
    rows: parsedRows(context, forumFile, parseForum),
    keyOf: ({ id }) => id,
    batch: (rows) => ({ kind: 'threads', rows: rows.map((row) => ({ ...row, titleBy: row.moderator })) }),
    countAs: () => 'threads',
  })
  await importStage(context, {
    label: 'memberships',
    rows: parsedRows(context, membershipFile, parseMembership),
    keyOf: ({ forum, person }) => `${forum} ${person}`,
    batch: (rows) => ({ kind: 'memberships', rows: rows.map((row) => ({ ...row, thread: row.forum })) }),
    countAs: () => 'memberships',
  })
  // Only now is it known which moderators the member records leave out.
  await importStage(context, {
    label: 'moderators',
    rows: parsedRows(context, forumFile, parseForum),
    batch: (rows) => ({ kind: 'moderators', rows: rows.map(asMember) }),
    countAs: () => 'moderator_memberships',
  })
}

function asMember({ id, moderator, createdAt }: LdbcForum) {
  return { thread: id, person: moderator, joinedAt: createdAt }
}
