// A JSON file, parsed as a whole; what is wrong with it is named by its line.
import { isUtf8 } from 'node:buffer'
import { ImportError, type Place } from '../import-error.ts'
import { decodeUtf8, LINE_FEED, readBytes } from '../text-file.ts'

/** A part has ten thousand messages, which is ten megabytes or so; more than this is no part. */
const LARGEST = 256 * 1024 * 1024

const FETCH_AGAIN = 'Unpack the export again, or ask for it anew.'

/**
 * What the file says.
 * @throws ImportError `FILE_UNREADABLE`, `WRONG_ENCODING`, `CUT_SHORT` or `BAD_RECORD`, with its line
 */
export async function readJson(folder: string, file: string): Promise<unknown> {
  const bytes = await readBytes(folder, file)
  if (bytes.length > LARGEST)
    throw new ImportError('BAD_RECORD', { file }, `is larger than ${LARGEST} bytes`, FETCH_AGAIN)
  if (!isUtf8(bytes)) return notUtf8(bytes, file)
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw notJson(text, file, error)
  }
}

/** A cut inside a character looks like any other byte that is no UTF-8. */
function notUtf8(bytes: Buffer, file: string): never {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start)
    const slice = bytes.subarray(start, end < 0 ? bytes.length : end)
    if (end < 0 || !isUtf8(slice)) {
      decodeUtf8(slice, { file, line })
      throw new Error('bytes that are no UTF-8 have a line that is none')
    }
    start = end + 1
  }
}

function notJson(text: string, file: string, error: unknown): ImportError {
  // V8 says where, but quotes what stands there: only the place is taken from it.
  const said = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined
  const at = said === undefined ? text.length : Number(said)
  const place: Place = { file, line: text.slice(0, at).split('\n').length }
  return at >= text.trimEnd().length
    ? new ImportError('CUT_SHORT', place, 'the file stops in the middle', FETCH_AGAIN)
    : new ImportError('BAD_RECORD', place, 'it is not JSON', FETCH_AGAIN)
}
