// An LDBC SNB set comes in: people, addresses, threads, who is in them, friendships, then every message in its order.
import type { ImportedMembership, ImportedThread, ImportSystem } from '../../acts/import-batch.ts'
import {
  type Added,
  type ImportOptions,
  importKind,
  importStage,
  noneAdded,
  type StageContext,
} from '../import-stage.ts'
import { countLines } from '../text-file.ts'
import { type CsvFile, filesOf } from './csv-file.ts'
import { addressFile, parseAddress } from './parse-address.ts'
import { commentFile } from './parse-comment.ts'
import { forumFile, type LdbcForum, parseForum } from './parse-forum.ts'
import { friendshipFile, parseFriendship } from './parse-friendship.ts'
import { type LdbcMembership, membershipFile, parseMembership } from './parse-membership.ts'
import { parsePerson, personFile } from './parse-person.ts'
import { postFile } from './parse-post.ts'
import { type LdbcFiles, parsedRows } from './parsed-rows.ts'
import { messageRows } from './sort-messages.ts'

const kinds = [
  'people',
  'threads',
  'memberships',
  'moderator_memberships',
  'friendships',
  'addresses',
  'text_posts',
  'image_posts',
  'comments',
] as const

type Kind = (typeof kinds)[number]

/** How many records this run added, by kind. Moderators who are members by another record count as in already. */
export type LdbcReport = Added<Kind>

interface LdbcContext extends StageContext<Kind>, LdbcFiles {}

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
 * Imports a set, as its stages promise (import-stage.ts).
 * @throws ImportError for the first thing wrong, by file and line: everything before its batch is in
 */
export async function importLdbc(system: ImportSystem, options: ImportOptions): Promise<LdbcReport> {
  const names = new Map<CsvFile, readonly string[]>()
  for (const file of files) names.set(file, await filesOf(options.path, file.kind))
  const context: LdbcContext = { ...options, system, names, counts: noneAdded(kinds) }
  options.progress.begin(await countRecords(options.path, names))
  await importPeople(context)
  await importThreads(context)
  await importStage(context, {
    label: 'messages',
    rows: messageRows(context),
    batch: (rows) => ({ kind: 'messages', rows }),
    countAs: ({ kind, attachments }) =>
      kind === 'comment' ? 'comments' : attachments.length > 0 ? 'image_posts' : 'text_posts',
  })
  return context.counts
}

/** Forums count twice: once as a thread, once for their moderator. */
async function countRecords(path: string, names: LdbcFiles['names']): Promise<number> {
  let total = 0
  for (const [file, parts] of names)
    for (const part of parts) {
      const records = Math.max(0, (await countLines(path, part)) - 1)
      total += file === forumFile ? 2 * records : records
    }
  return total
}

async function importPeople(context: LdbcContext): Promise<void> {
  await importKind(context, 'people', parsedRows(context, personFile, parsePerson), ({ id }) => id)
  await importKind(
    context,
    'addresses',
    parsedRows(context, addressFile, parseAddress),
    ({ person, email }) => `${person} ${email}`,
  )
  await importKind(
    context,
    'friendships',
    parsedRows(context, friendshipFile, parseFriendship),
    ({ person, friend }) => `${person} ${friend}`,
  )
}

async function importThreads(context: LdbcContext): Promise<void> {
  await importStage(context, {
    label: 'threads',
    rows: parsedRows(context, forumFile, parseForum),
    keyOf: ({ id }) => id,
    batch: (rows) => ({ kind: 'threads', rows: rows.map(asThread) }),
    countAs: () => 'threads',
  })
  await importStage(context, {
    label: 'memberships',
    rows: parsedRows(context, membershipFile, parseMembership),
    keyOf: ({ forum, person }) => `${forum} ${person}`,
    batch: (rows) => ({ kind: 'memberships', rows: rows.map(asStay) }),
    countAs: () => 'memberships',
  })
  // Only now is it known which moderators the member records leave out.
  await importStage(context, {
    label: 'moderators',
    rows: parsedRows(context, forumFile, parseForum),
    batch: (rows) => ({ kind: 'moderators', rows: rows.map(asModerator) }),
    countAs: () => 'moderator_memberships',
  })
}

function asThread({ id, title, moderator, createdAt }: LdbcForum): ImportedThread {
  return { id, kind: 'group', title: { text: title, by: moderator }, createdAt }
}

/** Nobody leaves a forum in LDBC. */
function asStay({ forum, person, joinedAt }: LdbcMembership): ImportedMembership {
  return { id: `${forum} ${person}`, thread: forum, person, joinedAt, leftAt: null }
}

function asModerator({ id, moderator, createdAt }: LdbcForum): ImportedMembership {
  return asStay({ forum: id, person: moderator, joinedAt: createdAt })
}
