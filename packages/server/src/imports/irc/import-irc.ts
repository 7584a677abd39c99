// Raw logs of an IRC channel come in: people, one thread a log, who is in it, then every message in the order of its lines.
import type { ImportedThread, ImportSystem } from '../../acts/import-batch.ts'
import {
  type Added,
  type ImportOptions,
  importKind,
  importStage,
  noneAdded,
  type Placed,
  type StageContext,
} from '../import-stage.ts'
import { findLogs } from './log-name.ts'
import { messagesOf, staysOf } from './log-records.ts'
import { lineKinds } from './parse-line.ts'
import { People } from './people.ts'
import { type Log, readLog } from './read-log.ts'
import { wallClock } from './zoned-time.ts'

const kinds = ['people', 'threads', 'memberships', 'messages', 'actions', 'empty_actions'] as const
type Kind = (typeof kinds)[number]

/** What to import, with the IANA zone of the logs' times. */
export interface ImportIrcOptions extends ImportOptions {
  readonly zone: string
}

/** How many lines of each kind there are, and in all: every line is one of them. */
export type LineCounts = Readonly<Record<(typeof lineKinds)[number] | 'total', number>>

/** What this run added, and what the logs hold whether it was added or in before. */
export interface IrcReport {
  readonly added: Added<Kind>
  readonly lines: LineCounts
}

interface IrcContext extends StageContext<Kind> {
  readonly people: People
  /** The logs one after the other, each read anew: one is in memory at a time. */
  readonly logs: () => AsyncGenerator<Log>
}

/**
 * Imports logs, as its stages promise (import-stage.ts). Nothing is written before every line of every log was read and found sound.
 * @throws ImportError for the first thing wrong, by file and line; RangeError for a zone that is not known
 */
export async function importIrc(system: ImportSystem, options: ImportIrcOptions): Promise<IrcReport> {
  const clock = wallClock(options.zone)
  const found = await findLogs(options.path)
  const people = new People()
  const context: IrcContext = {
    ...options,
    system,
    people,
    counts: noneAdded(kinds),
    async *logs() {
      for (const name of found.logs) yield readLog(found.folder, name, clock)
    },
  }
  const lines = await survey(context)
  await importAll(context)
  return { added: context.counts, lines }
}

/** Counts lines and records, and learns who is who. */
async function survey({ logs, people, progress }: IrcContext): Promise<LineCounts> {
  const lines = { ...noneAdded(lineKinds), total: 0 }
  for await (const log of logs()) {
    people.note(log)
    for (const { event } of log.lines) lines[`${event.kind}s`]++
    lines.total += log.lines.length
  }
  let records = people.rows().length + lines.messages + lines.actions + lines.empty_actions
  for await (const log of logs()) records += 1 + staysOf(log, people).length
  progress.begin(records)
  const { already_in: _, ...counted } = lines
  return counted
}

async function importAll(context: IrcContext): Promise<void> {
  const { people } = context
  await importKind(context, 'people', people.rows())
  await importKind(context, 'threads', each(context, threadOf))
  await importKind(
    context,
    'memberships',
    each(context, (log) => staysOf(log, people)),
  )
  await importStage(context, {
    label: 'messages',
    rows: each(context, (log) => messagesOf(log, people)),
    batch: (rows) => ({ kind: 'messages', rows }),
    countAs: ({ kind }) =>
      kind === 'message' ? 'messages' : kind === 'action' ? 'actions' : 'empty_actions',
  })
}

async function* each<Row>(
  { logs }: IrcContext,
  records: (log: Log) => readonly Placed<Row>[],
): AsyncGenerator<Placed<Row>> {
  for await (const log of logs()) yield* records(log)
}

/** A log has no title: a title is somebody's words, and the name of a file is nobody's. */
function threadOf({ name, lines }: Log): readonly Placed<ImportedThread>[] {
  const [first] = lines
  if (first === undefined) return []
  return [{ row: { id: name, kind: 'group', title: null, createdAt: first.at }, place: first.place }]
}
