// A thread's messages from the oldest to the newest, over all its parts, one part in memory at a time.
import { badRecord, type Place } from '../import-error.ts'
import type { ThreadFolder } from './find-threads.ts'
import { type Part, parsePart, type RawMessage } from './parse-part.ts'
import { readJson } from './read-json.ts'

/** A message with what tells it from the others of its thread, in this export and in a later one. */
export interface ThreadMessage {
  readonly raw: RawMessage
  /** Its time, and which one of that time it is: places in the files change from export to export. */
  readonly key: string
  readonly place: Place
}

/** A part with its messages from the oldest to the newest. */
export interface OrderedPart extends Omit<Part, 'messages'> {
  readonly messages: readonly ThreadMessage[]
}

type Found = Part['messages'][number]

/**
 * The parts from the oldest to the newest. Within a part, messages are sorted by time, and those of one time keep the
 * order of the file, which begins with the newest.
 * @throws ImportError for the first thing wrong, and for parts that overlap
 */
export async function* readThread(folder: string, { parts }: ThreadFolder): AsyncGenerator<OrderedPart> {
  let before: Found | undefined
  let sameTime = 0
  for (const file of parts.toReversed()) {
    const part = parsePart(await readJson(folder, file), file)
    const ordered = part.messages.toReversed().sort((a, b) => a.raw.timestamp_ms - b.raw.timestamp_ms)
    refuseOverlap(before, ordered[0])
    const messages = ordered.map((found): ThreadMessage => {
      sameTime = before?.raw.timestamp_ms === found.raw.timestamp_ms ? sameTime + 1 : 0
      before = found
      return { ...found, key: `${found.raw.timestamp_ms} ${sameTime}` }
    })
    yield { ...part, messages }
  }
}

function refuseOverlap(older: Found | undefined, newer: Found | undefined): void {
  if (older === undefined || newer === undefined || older.raw.timestamp_ms < newer.raw.timestamp_ms) return
  const same = JSON.stringify(older.raw) === JSON.stringify(newer.raw)
  if (older.raw.timestamp_ms === newer.raw.timestamp_ms && !same) return
  const { file, message } = older.place
  const reason = `it is not newer than messages[${message}] of ${file.slice(file.lastIndexOf('/') + 1)}: the two parts overlap`
  throw badRecord(newer.place, reason, 'Unpack one export into an empty folder: these are parts of two.')
}
