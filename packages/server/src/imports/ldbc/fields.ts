// The fields of LDBC records, parsed strictly: one canonical form each, anything else is a bad record.
import type { Instant } from '@countersign/protocol'
import { badRecord } from '../import-error.ts'
import type { CsvRecord } from './csv-file.ts'

/** A 64-bit number in decimal, kept as text: LDBC's ids do not fit a double. */
export function readId(record: CsvRecord, column: number): string {
  const value = record.fields[column] ?? ''
  if (/^(0|[1-9]\d{0,18})$/.test(value)) return value
  throw bad(record, column, 'must be a whole number without sign')
}

/** An id, or null for an empty field. */
export function readOptionalId(record: CsvRecord, column: number): string | null {
  return record.fields[column] === '' ? null : readId(record, column)
}

/** A time as LDBC writes it: 2010-06-27T23:36:57.962+0000. */
export function readTime(record: CsvRecord, column: number): Instant {
  const value = record.fields[column] ?? ''
  const iso = value.replace(/\+0000$/, 'Z')
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(value) ? Date.parse(iso) : Number.NaN
  // Written back it must be the same: the 30th of February parses, as the 2nd of March.
  if (at >= 0 && new Date(at).toISOString() === iso) return at
  throw bad(record, column, 'must be a time since 1970 like 2010-06-27T23:36:57.962+0000')
}

/** A text of at most `most` characters that the database can hold. */
export function readText(record: CsvRecord, column: number, least: number, most: number): string {
  const value = record.fields[column] ?? ''
  const length = [...value].length
  if (value.includes('\0')) throw bad(record, column, 'holds a zero byte')
  if (length >= least && length <= most) return value
  throw bad(record, column, `must have ${least} to ${most} characters`)
}

/** A text whose length, in characters, another column tells: what was cut or converted badly does not pass. */
export function readMeasuredText(record: CsvRecord, column: number, lengthColumn: number): string {
  const value = readText(record, column, 0, 20_000)
  const length = Number(readId(record, lengthColumn))
  if (length === value.length || length === [...value].length) return value
  throw bad(
    record,
    lengthColumn,
    `is not the length of ${record.columns[column]}: the text was cut or converted badly`,
  )
}

/** A bad record at one of its columns. The value is not repeated: it may be somebody's. */
export function bad(record: CsvRecord, column: number, problem: string): Error {
  return badRecord(record.place, `${record.columns[column] ?? `field ${column + 1}`} ${problem}`)
}
