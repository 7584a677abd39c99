// The decision table of the repository: every file of vectors/decision, read from disk.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseTable, type TableRow } from './parse.ts'

const folder = fileURLToPath(new URL('../../../../vectors/decision/', import.meta.url))

/** Every row of every table, file by file. @throws {TableError} naming the first mistake */
export function decisionTable(): readonly TableRow[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .flatMap((name) => parseTable(`vectors/decision/${name}`, readFileSync(join(folder, name), 'utf8')))
}
