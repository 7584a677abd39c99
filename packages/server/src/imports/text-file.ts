// Files of text lines, as every import reads them: UTF-8 and whole, or named with the line that is not.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CORRECT_AND_REPEAT, ImportError, type Place } from './import-error.ts'

/** What ends a line. */
export const LINE_FEED = 0x0a

/** How many line ends a file has. @throws ImportError `FILE_UNREADABLE` */
export async function countLines(folder: string, name: string): Promise<number> {
  let lines = 0
  try {
    for await (const chunk of createReadStream(join(folder, name)) as AsyncIterable<Buffer>)
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++
  } catch (error) {
    throw unreadable(name, error)
  }
  return lines
}

/** All bytes of a file. @throws ImportError `FILE_UNREADABLE` */
export async function readBytes(folder: string, name: string): Promise<Buffer> {
  return readFile(join(folder, name)).catch((error: unknown) => {
    throw unreadable(name, error)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text. @throws ImportError `WRONG_ENCODING` at `place` */
export function decodeUtf8(bytes: Uint8Array, place: Place): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const next = `Convert the file to UTF-8 (iconv -t UTF-8). ${CORRECT_AND_REPEAT}`
    throw new ImportError('WRONG_ENCODING', place, 'it is not UTF-8', next)
  }
}

/** A file whose end is missing. Without its line end nobody can tell a whole last line from half of one. */
export function cutShort(place: Place): ImportError {
  const reason = 'the file stops without a line end, so its last line may be cut'
  const next = 'Fetch the file again; if the line is whole, add the line end.'
  return new ImportError('CUT_SHORT', place, reason, next)
}

/** A file or folder that cannot be read. */
export function unreadable(file: string, error: unknown): ImportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  return new ImportError(
    'FILE_UNREADABLE',
    { file },
    `cannot be read (${code})`,
    'Check the path and that you may read it.',
  )
}
