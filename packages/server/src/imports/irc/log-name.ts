// The names of raw logs: the day, and when it is given an hour of that day that the log reaches.
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Instant } from '@countersign/protocol'
import { ImportError } from '../import-error.ts'
import { unreadable } from '../text-file.ts'

/** A raw log. */
export interface LogName {
  /** The file's name, for errors. */
  readonly file: string
  /** Without its ending: what tells it from the other logs of its source. */
  readonly log: string
  /** Midnight UTC of the date in the name. */
  readonly day: Instant
  /** The hour in the name, when it has one. */
  readonly hour: number | null
}

const ENDING = '.raw.txt'
const HOW = `Name raw logs by their day, or by a day and an hour that the log reaches: 2016-12-19${ENDING}, 2016-12-19_20${ENDING}.`

/**
 * The raw logs in a folder, or the one raw log, in the order of their names; other files are passed over.
 * @throws ImportError `FILE_MISSING` when there is none, `FILE_UNREADABLE`, `BAD_RECORD` for a name without a date
 */
export async function findLogs(path: string): Promise<{ folder: string; logs: readonly LogName[] }> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(basename(path), error)
  })
  if (!found.isDirectory()) return { folder: dirname(path), logs: [parseLogName(basename(path))] }
  const names = await readdir(path).catch((error: unknown) => {
    throw unreadable(basename(path), error)
  })
  const logs = names.filter((name) => name.endsWith(ENDING)).sort()
  if (logs.length > 0) return { folder: path, logs: logs.map(parseLogName) }
  throw new ImportError('FILE_MISSING', { file: `*${ENDING}` }, 'is not in that folder', HOW)
}

/** @throws ImportError `BAD_RECORD` for a name that does not begin with a date */
export function parseLogName(file: string): LogName {
  const found = /^(\d{4}-\d\d-\d\d)(?:_(\d\d))?.*\.raw\.txt$/.exec(file)
  const date = found?.[1] ?? ''
  const day = Date.parse(`${date}T00:00:00Z`)
  const hour = found?.[2] === undefined ? null : Number(found[2])
  // Written back it must be the same: the 30th of February parses, as the 1st of March.
  if (day >= 0 && new Date(day).toISOString().startsWith(date) && (hour ?? 0) < 24)
    return { file, log: file.slice(0, -ENDING.length), day, hour }
  throw new ImportError('BAD_RECORD', { file }, 'has no date in its name', HOW)
}
