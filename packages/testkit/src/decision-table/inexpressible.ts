// Why a runner cannot express a row: said aloud in the output, never skipped in silence.
import { needsThread } from '@countersign/protocol'
import type { TableRow } from './parse.ts'

const notStored: Readonly<Record<string, string>> = {
  poll: 'the store holds no polls',
  poll_vote: 'the store holds no polls',
  quote: 'the store holds no quotes',
  system_event: 'the store holds no notes about members',
  unlisted: 'the store refuses a kind nobody has listed',
}

/** Why a row cannot be asked of the database through the gate's look, or undefined when it can. */
export function notByDatabase({ item }: TableRow): string | undefined {
  return item === null ? undefined : notStored[item.kind]
}

/** Why a row cannot be asked over HTTP, or undefined when it can. */
export function notByHttp(row: TableRow): string | undefined {
  if (row.asks.thread === 'none' && needsThread(row.verb))
    return 'an address without a thread is another address'
  return notByDatabase(row)
}

/** The reasons and how many rows each, in words for the output. */
export function reasonsInWords(
  rows: readonly TableRow[],
  why: (row: TableRow) => string | undefined,
): string {
  const left = rows.filter((row) => why(row) !== undefined)
  const byReason = Map.groupBy(left, (row) => why(row) ?? '')
  return [...byReason]
    .map(([reason, those]) =>
      [
        `  not expressible, ${reason}:`,
        ...those.map((row) => `    ${row.file}:${row.line} ${row.obligation} ${row.name}`),
      ].join('\n'),
    )
    .join('\n')
}
