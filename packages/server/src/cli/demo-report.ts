// What a demo said at its end, read strictly, judged, and shown: every number with what was expected and what was seen.
import { z } from 'zod'
import { CliError } from './cli-error.ts'
import type { Output } from './output.ts'

const playedSchema = z.strictObject({
  demo: z.string(),
  figures: z
    .array(
      z.strictObject({
        what: z.string(),
        duty: z.string(),
        expected: z.string(),
        seen: z.string(),
        ok: z.boolean(),
      }),
    )
    .min(1),
})

/** A demo with its figures, at least one. */
export type Played = z.infer<typeof playedSchema>

/** The figures in what a demo printed. @throws {CliError} DEMO_BROKE_OFF when it ended before it had them */
export function readPlayed(printed: string, exitCode: number | null): Played {
  const played = playedSchema.safeParse(jsonIn(printed))
  if (played.success) return played.data
  const how = exitCode === null ? 'by a signal' : `exit code ${exitCode}`
  const next = 'What it was doing stands above.'
  throw new CliError('DEMO_BROKE_OFF', `The demo ended before it had its numbers (${how}).`, next, 'failed')
}

/**
 * Shows the table, or with --json the object; either way whatever the numbers say.
 * @throws {CliError} DEMO_FAILED when one does not hold
 */
export function reportPlayed(
  played: Played,
  output: Pick<Output, 'json' | 'result'>,
  stdout: Pick<NodeJS.WritableStream, 'write'>,
): void {
  const { figures } = played
  const wrong = figures.filter(({ ok }) => !ok)
  if (wrong.length === 0) {
    output.result(played, `${tableOf(played)}\n\nAll ${figures.length} numbers hold.`)
    return
  }
  if (!output.json) stdout.write(`${tableOf(played)}\n\n`)
  const what = wrong
    .map((figure) => `\n  ${figure.what}: ${figure.seen}, expected ${figure.expected}`)
    .join('')
  throw new CliError(
    'DEMO_FAILED',
    `${wrong.length} of ${figures.length} numbers do not hold:${what}\n`,
    'A promise is broken: do not release this.',
    'failed',
    played,
  )
}

function tableOf({ figures }: Played): string {
  const rows = [
    ['Number', 'Duty', 'Expected', 'Seen', ''],
    ...figures.map(({ what, duty, expected, seen, ok }) => [what, duty, expected, seen, ok ? 'ok' : 'WRONG']),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
