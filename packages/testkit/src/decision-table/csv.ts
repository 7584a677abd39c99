// Comma-separated values, strictly (RFC 4180): every record keeps the line it began on, every mistake names it.

/** A mistake in a table, with the file and the line to correct. */
export class TableError extends Error {
  override readonly name = 'TableError'
  constructor(file: string, line: number, what: string) {
    super(`${file}:${line}: ${what}`)
  }
}

/** A record of a table: its cells by column, and where it stands. */
export interface CsvRecord {
  readonly file: string
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/**
 * The records below the header line, each with exactly the expected columns in the expected order.
 * @throws {TableError} for another header, a missing or spare cell, an open quote, a cell with outer blanks
 */
export function parseCsv(file: string, text: string, columns: readonly string[]): readonly CsvRecord[] {
  const [header, ...records] = splitRecords(file, text)
  if (header === undefined || header.cells.join() !== columns.join())
    throw new TableError(file, 1, `the columns must be ${columns.join()}`)
  if (records.length === 0) throw new TableError(file, 1, 'there are no rows below the header')
  return records.map(({ line, cells }) => {
    if (cells.length !== columns.length)
      throw new TableError(file, line, `has ${cells.length} cells instead of ${columns.length}`)
    const untidy = cells.find((cell) => cell !== cell.trim())
    if (untidy !== undefined) throw new TableError(file, line, `"${untidy}" has blanks around it`)
    return { file, line, cells: Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) }
  })
}

const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y

function splitRecords(file: string, text: string): { line: number; cells: string[] }[] {
  const records: { line: number; cells: string[] }[] = []
  let [line, at] = [1, 0]
  while (at < text.length) {
    const record = { line, cells: [] as string[] }
    for (let end = ','; end === ','; ) {
      cell.lastIndex = at
      const found = cell.exec(text)
      if (found === null) throw new TableError(file, line, 'a quote is open or stands inside a cell')
      const [whole, raw = '', after = ''] = found
      record.cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
      line += whole.split('\n').length - 1
      at += whole.length
      end = after
    }
    records.push(record)
  }
  return records
}
