// A raw log, read and checked to its last line.
import type { Instant } from '@countersign/protocol'
import { badRecord, type Place } from '../import-error.ts'
import { cutShort, decodeUtf8, LINE_FEED, readBytes } from '../text-file.ts'
import { lineTimes } from './log-clock.ts'
import type { LogName } from './log-name.ts'
import { type LineEvent, parseLine } from './parse-line.ts'
import type { WallClock } from './zoned-time.ts'

/** A line with the instant it stands for. */
export interface LogLine {
  readonly place: Place & { readonly line: number }
  readonly at: Instant
  readonly event: LineEvent
}

/** All lines of a log. It is held in memory as a whole: a log is a day or so of one channel. */
export interface Log {
  readonly name: string
  readonly lines: readonly LogLine[]
}

/** IRC lines have at most 512 bytes (RFC 2812 §2.3); a log adds a time and a nick. */
const LONGEST_LINE = 2_000

/** @throws ImportError naming the line, for anything that is not such a log */
export async function readLog(folder: string, name: LogName, clock: WallClock): Promise<Log> {
  const bytes = await readBytes(folder, name.file)
  const parsed = [...linesOf(bytes, name.file)].map(({ text, place }) => ({
    place,
    ...parseLine(text, place),
  }))
  const times = lineTimes(name, parsed, clock)
  return {
    name: name.log,
    lines: parsed.map(({ place, event }, i) => ({ place, event, at: times[i] ?? 0 })),
  }
}

function* linesOf(bytes: Buffer, file: string) {
  let start = 0
  for (let line = 1; start < bytes.length; line++) {
    const place = { file, line }
    const end = bytes.indexOf(LINE_FEED, start)
    if (end < 0) throw cutShort(place)
    if (end - start > LONGEST_LINE) throw badRecord(place, `it is longer than ${LONGEST_LINE} bytes`)
    yield { place, text: decodeUtf8(bytes.subarray(start, end), place).replace(/\r$/, '') }
    start = end + 1
  }
}
