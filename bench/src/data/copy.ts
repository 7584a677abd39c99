// Fills tables by COPY, saying how far it is, how fast, and how long it will take.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Progress } from './progress.ts'
import type { Table, Value } from './tables.ts'

/** What filling one table took. */
export interface Loaded {
  readonly table: string
  readonly rows: number
  readonly seconds: number
}

const CHUNK_ROWS = 512

/** Fills one table in one COPY. */
export async function copyTable(client: pg.Client, table: Table, progress: Progress): Promise<Loaded> {
  const started = performance.now()
  progress.begin(table.name, table.expected)
  const into = client.query(copyFrom(`copy ${table.name} (${table.columns.join()}) from stdin`))
  let rows = 0
  await pipeline(
    Readable.from(
      chunks(table.rows(), (count) => {
        rows += count
        progress.reached(rows)
      }),
    ),
    into,
  )
  const seconds = (performance.now() - started) / 1000
  progress.end(rows, seconds)
  return { table: table.name, rows, seconds }
}

function* chunks(rows: Iterable<readonly Value[]>, made: (rows: number) => void): Generator<string> {
  let lines: string[] = []
  for (const row of rows) {
    lines.push(`${row.map(textOf).join('\t')}\n`)
    if (lines.length < CHUNK_ROWS) continue
    yield lines.join('')
    made(lines.length)
    lines = []
  }
  yield lines.join('')
  made(lines.length)
}

/** COPY's text format: what would end a value or begin an escape is escaped. */
function textOf(value: Value): string {
  if (value === null) return String.raw`\N`
  return typeof value === 'string'
    ? value.replace(/[\\\t\n\r]/g, (char) => escapes[char] ?? char)
    : String(value)
}

const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' }
