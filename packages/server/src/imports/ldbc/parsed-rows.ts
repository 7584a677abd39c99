// Every record of one kind of LDBC file, parsed, with its place.
import type { Placed } from '../import-stage.ts'
import { type CsvFile, type CsvRecord, readCsv } from './csv-file.ts'

/** A set's folder and the files found in it, by kind. */
export interface LdbcFiles {
  readonly path: string
  readonly names: ReadonlyMap<CsvFile, readonly string[]>
}

/** The records of all parts, in order. @throws ImportError for the first that is wrong */
export async function* parsedRows<Row>(
  { path, names }: LdbcFiles,
  file: CsvFile,
  parse: (record: CsvRecord) => Row,
): AsyncGenerator<Placed<Row>> {
  for (const name of names.get(file) ?? [])
    for await (const record of readCsv(path, name, file.columns))
      yield { row: parse(record), place: record.place }
}
