// A "download your information" export of Facebook Messenger comes in: people, threads, who is in them, messages, reactions.
import type {
  ImportedMembership,
  ImportedPerson,
  ImportedThread,
  ImportSystem,
} from '../../acts/import-batch.ts'
import {
  type Added,
  type ImportOptions,
  importKind,
  noneAdded,
  type Placed,
  type StageContext,
} from '../import-stage.ts'
import { findThreads } from './find-threads.ts'
import { type MessageKind, messageKinds } from './message-content.ts'
import { messageOf, reactionRow, reactionsTo } from './message-records.ts'
import { type Names, readNames } from './names.ts'
import { readThread, type ThreadMessage } from './read-thread.ts'
import { surveyThread, type ThreadSurvey } from './survey-thread.ts'

const kinds = ['people', 'threads', 'memberships', 'messages', 'reactions'] as const
type Kind = (typeof kinds)[number]

/** What to import, and how removed accounts are called there when it is not in English. */
export interface ImportMessengerOptions extends ImportOptions {
  readonly removed?: string | undefined
}

/** What the export holds, whether it was added or in before: every message of it is one of the first four. */
export type RecordCounts = Readonly<Record<MessageKind | 'reactions' | 'total' | 'empty_threads', number>>

/** What this run added, and what there is. */
export interface MessengerReport {
  readonly added: Added<Kind>
  readonly records: RecordCounts
}

interface MessengerContext extends StageContext<Kind> {
  readonly folder: string
  readonly names: Names
  readonly threads: readonly ThreadSurvey[]
}

/**
 * Imports an export, as its stages promise (import-stage.ts). Nothing is written before every record of it was read and found
 * sound, and a later export of the same account brings what is new.
 * @throws ImportError for the first thing wrong, by file and message, or file and line
 */
export async function importMessenger(
  system: ImportSystem,
  options: ImportMessengerOptions,
): Promise<MessengerReport> {
  const names = readNames(options.removed)
  const { folder, threads: folders } = await findThreads(options.path)
  const threads: ThreadSurvey[] = []
  for (const one of folders) {
    options.signal.throwIfAborted()
    const survey = await surveyThread(folder, one, names)
    if (survey !== undefined) threads.push(survey)
  }
  const context = { ...options, system, folder, names, threads, counts: noneAdded(kinds) }
  const people = peopleOf(threads, names)
  const stays = threads.flatMap(staysOf)
  const records = countRecords(threads, folders.length - threads.length)
  options.progress.begin(people.length + threads.length + stays.length + records.messages + records.reactions)
  await importPermissions(context, people, stays)
  await importContent(context)
  return { added: context.counts, records }
}

function countRecords(threads: readonly ThreadSurvey[], emptyThreads: number): RecordCounts {
  const sum = (count: (thread: ThreadSurvey) => number): number =>
    threads.reduce((total, thread) => total + count(thread), 0)
  const messages = Object.fromEntries(
    messageKinds.map((kind) => [kind, sum((thread) => thread.messages[kind])]),
  ) as Record<MessageKind, number>
  const total = Object.values(messages).reduce((all, one) => all + one, 0)
  return { ...messages, reactions: sum(({ reactions }) => reactions), total, empty_threads: emptyThreads }
}

/** Everybody once, since the first time anything is heard of them. */
function peopleOf(threads: readonly ThreadSurvey[], names: Names): readonly Placed<ImportedPerson>[] {
  const found = new Map<string, Placed<ImportedPerson>>()
  for (const { people, createdAt: since } of threads)
    for (const [id, { name, place, heard }] of people) {
      const createdAt = heard?.first ?? since
      if (createdAt < (found.get(id)?.row.createdAt ?? Number.POSITIVE_INFINITY))
        found.set(id, { row: { id, displayName: names.shown(name), createdAt }, place })
    }
  return [...found.values()]
}

/**
 * Participants are in from the start, because who is added sees what was before; others from when to when they are heard
 * of. A later export may have heard of them again: their stay then is another one, which goes on from there.
 */
function staysOf({ folder: { id: thread }, people, createdAt }: ThreadSurvey): Placed<ImportedMembership>[] {
  return [...people].map(([person, { place, heard, present }]) => {
    const joinedAt = present ? createdAt : (heard?.first ?? createdAt)
    const leftAt = present || heard === null ? null : heard.last + 1
    const id = `${thread} ${leftAt ?? 'present'} ${person}`
    return { row: { id, thread, person, joinedAt, leftAt }, place }
  })
}

async function importPermissions(
  context: MessengerContext,
  people: readonly Placed<ImportedPerson>[],
  stays: readonly Placed<ImportedMembership>[],
): Promise<void> {
  await importKind(context, 'people', people)
  await importKind(context, 'threads', context.threads.map(threadRow))
  await importKind(context, 'memberships', stays)
}

function threadRow({ folder, kind, title, createdAt, place }: ThreadSurvey): Placed<ImportedThread> {
  return { row: { id: folder.id, kind, title, createdAt }, place }
}

async function importContent(context: MessengerContext): Promise<void> {
  const { names } = context
  const messages = each(context, (message, thread) => {
    const row = messageOf(message, thread, names)
    return row === undefined ? [] : [row]
  })
  await importKind(context, 'messages', messages)
  const reactions = each(context, (message, thread) =>
    reactionsTo(message, thread, names).map((reaction) => reactionRow(message, thread, reaction)),
  )
  await importKind(context, 'reactions', reactions)
}

/** The rows of every message, thread by thread from the oldest to the newest; each part is read anew. */
async function* each<Row>(
  { folder, threads }: MessengerContext,
  rows: (message: ThreadMessage, thread: string) => readonly Row[],
): AsyncGenerator<Placed<Row>> {
  for (const { folder: thread } of threads)
    for await (const { messages } of readThread(folder, thread))
      for (const message of messages)
        for (const row of rows(message, thread.id)) yield { row, place: message.place }
}
