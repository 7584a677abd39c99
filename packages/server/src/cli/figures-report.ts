// What a program of the repository said at its end, read strictly, judged, and shown: every number, expected and seen.
import { z } from 'zod'
import { CliError } from './cli-error.ts'
import type { Output } from './output.ts'

const reportSchema = z.strictObject({
  name: z.string(),
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
  details: z.record(z.string(), z.json()).optional(),
})

/** A program's figures, at least one, and whatever else it tells programs that read them. */
export type FiguresReport = z.infer<typeof reportSchema>

/** What such programs are: their errors are named after it. */
export type ProgramKind = 'demo' | 'proof'

/** The figures in what a program printed. @throws {CliError} DEMO_BROKE_OFF, PROOF_BROKE_OFF when it ended before it had them */
export function readReport(kind: ProgramKind, printed: string, exitCode: number | null): FiguresReport {
  const report = reportSchema.safeParse(jsonIn(printed))
  if (report.success) return report.data
  const how = exitCode === null ? 'by a signal' : `exit code ${exitCode}`
  const next = 'What it was doing stands above.'
  throw new CliError(
    `${kind.toUpperCase()}_BROKE_OFF`,
    `The ${kind} ended before it had its numbers (${how}).`,
    next,
    'failed',
  )
}

/**
 * Shows the table, or with --json the object; either way whatever the numbers say.
 * @throws {CliError} DEMO_FAILED, PROOF_FAILED when one does not hold
 */
export function showReport(
  kind: ProgramKind,
  report: FiguresReport,
  output: Pick<Output, 'json' | 'result'>,
  stdout: Pick<NodeJS.WritableStream, 'write'>,
): void {
  const { figures } = report
  const wrong = figures.filter(({ ok }) => !ok)
  if (wrong.length === 0) {
    output.result(report, `${tableOf(report)}\n\nAll ${figures.length} numbers hold.`)
    return
  }
  if (!output.json) stdout.write(`${tableOf(report)}\n\n`)
  const what = wrong
    .map((figure) => `\n  ${figure.what}: ${figure.seen}, expected ${figure.expected}`)
    .join('')
  throw new CliError(
    `${kind.toUpperCase()}_FAILED`,
    `${wrong.length} of ${figures.length} numbers do not hold:${what}\n`,
    'A promise is broken: do not release this.',
    'failed',
    report,
  )
}

function tableOf({ figures }: FiguresReport): string {
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
