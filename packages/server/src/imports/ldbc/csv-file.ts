// One kind of LDBC SNB record as a stream: pipe separated, one header line, unquoted (LDBC SNB specification §2.3.4, CSV serializer).
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { CORRECT_AND_REPEAT, ImportError, type Place } from '../import-error.ts'
import { cutShort, decodeUtf8, LINE_FEED, unreadable } from '../text-file.ts'

/** One line of a file, with the right number of fields in valid UTF-8. */
export interface CsvRecord {
  readonly place: Place & { readonly line: number }
  readonly columns: readonly string[]
  readonly fields: readonly string[]
}

/** A file of one kind and the header it must have. */
export interface CsvFile {
  /** The file's name without its part numbers: `person` for person_0_0.csv. */
  readonly kind: string
  readonly columns: readonly string[]
}

interface RawRecord {
  readonly record: readonly Buffer[]
  readonly info: { readonly lines: number }
}

/** Ten times the longest LDBC text, in bytes. */
const LONGEST_LINE = 100_000

/**
 * The files of one kind in a folder, in the order of their parts (`person_0_0.csv`, `person_1_0.csv` …).
 * @throws ImportError `FILE_MISSING` when there is none, `FILE_UNREADABLE` when the folder cannot be read
 */
export async function filesOf(folder: string, kind: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw unreadable(folder, error)
  })
  const parts = names.filter((name) => new RegExp(`^${kind}_\\d+_\\d+\\.csv$`).test(name))
  if (parts.length > 0) return parts.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const next = 'Name the folder that holds the LDBC SNB files in CSV, with their own names.'
  throw new ImportError('FILE_MISSING', { file: `${kind}_0_0.csv` }, 'is not in that folder', next)
}

/**
 * The records of one file, in order. A record is handed out only once its line is known to be whole.
 * @throws ImportError naming the line, for anything that is not such a file
 */
export async function* readCsv(
  folder: string,
  name: string,
  columns: readonly string[],
): AsyncGenerator<CsvRecord> {
  const raw = rawRecords(folder, name)
  let held: RawRecord | undefined
  let header = false
  for await (const next of raw.records) {
    if (held !== undefined) {
      if (header) yield checked(held, name, columns)
      else header = checkHeader(held, name, columns)
    }
    held = next
  }
  if (held === undefined)
    throw new ImportError('WRONG_HEADER', { file: name, line: 1 }, 'the file is empty', headerIs(columns))
  if (!header) checkHeader(held, name, columns)
  // Without its line end nobody can tell a whole last field from half of one.
  else if (raw.endsWithLineEnd()) yield checked(held, name, columns)
  if (!raw.endsWithLineEnd()) throw cutShort({ file: name, line: held.info.lines })
}

function rawRecords(folder: string, name: string) {
  let last: number | undefined
  const parser = parse({
    delimiter: '|',
    quote: false,
    encoding: null,
    info: true,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    max_record_size: LONGEST_LINE,
  })
  const file = createReadStream(join(folder, name))
  file.on('data', (chunk) => (last = (chunk as Buffer).at(-1)))
  file.on('error', (error) => parser.destroy(unreadable(name, error)))
  file.pipe(parser)
  async function* records(): AsyncGenerator<RawRecord> {
    try {
      for await (const record of parser) yield record as RawRecord
    } catch (error) {
      throw error instanceof ImportError ? error : notCsv(name, parser.info.lines, error)
    } finally {
      file.destroy()
    }
  }
  return { records: records(), endsWithLineEnd: () => last === LINE_FEED }
}

function checkHeader(raw: RawRecord, name: string, columns: readonly string[]): true {
  // A byte order mark says UTF-8 and nothing else; csv-parse would stop giving bytes on it.
  const found = decode(raw, name)
    .join('|')
    .replace(/^\ufeff/, '')
  if (found === columns.join('|')) return true
  throw new ImportError(
    'WRONG_HEADER',
    { file: name, line: 1 },
    'the header is another one',
    headerIs(columns),
  )
}

function headerIs(columns: readonly string[]): string {
  return `The first line must be exactly: ${columns.join('|')}`
}

function checked(raw: RawRecord, name: string, columns: readonly string[]): CsvRecord {
  const fields = decode(raw, name)
  const place = { file: name, line: raw.info.lines }
  if (fields.length === columns.length) return { place, columns, fields }
  const reason = `it has ${fields.length} fields, not ${columns.length}`
  throw new ImportError(
    'BAD_RECORD',
    place,
    reason,
    `A cut line, or a | inside a text? ${CORRECT_AND_REPEAT}`,
  )
}

function decode(raw: RawRecord, name: string): string[] {
  const place = { file: name, line: raw.info.lines }
  return raw.record.map((field) => decodeUtf8(field, place))
}

function notCsv(name: string, lines: number, error: unknown): ImportError {
  const tooLong = error instanceof Error && 'code' in error && error.code === 'CSV_MAX_RECORD_SIZE'
  const reason = tooLong ? `a line is longer than ${LONGEST_LINE} bytes` : 'it cannot be read as CSV'
  return new ImportError('BAD_RECORD', { file: name, line: lines }, reason, CORRECT_AND_REPEAT)
}
