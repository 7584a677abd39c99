// Runs one proof through the command line, as anybody would, and keeps its figures whatever they say.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type FiguresReport, readReport } from '../../../../server/src/cli/figures-report.ts'
import type { Figure } from '../figures.ts'
import type { Step } from './plan.ts'

/** What became of a proof. */
export interface Proof extends Pick<Step, 'name' | 'says' | 'title'> {
  /** The command that does it again. */
  readonly command: string
  readonly seconds: number
  /** Empty when it ended before it had any. */
  readonly figures: readonly Figure[]
  readonly details: NonNullable<FiguresReport['details']>
}

const countersign = fileURLToPath(new URL('../../../../server/src/cli/main.ts', import.meta.url))

/** Runs a proof to its end; its progress goes to standard error as it comes. Aborting has it tell what it has. */
export async function runStep(step: Step, signal: AbortSignal): Promise<Proof> {
  const began = performance.now()
  const child = spawn(process.execPath, [countersign, ...step.args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = (): void => void child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  const [said, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  signal.removeEventListener('abort', stop)
  const { name, title, says, args } = step
  const seconds = (performance.now() - began) / 1_000
  return { name, title, says, command: `countersign ${args.join(' ')}`, seconds, ...reportIn(said, code) }
}

/** The figures in what the command printed: alone on a line, or with the failure they are the reason of. */
function reportIn(said: string, code: number | null): Pick<Proof, 'details' | 'figures'> {
  for (const line of said.split('\n').filter(Boolean)) {
    const { name, figures, details } = JSON.parse(line) as Record<string, unknown>
    if (figures === undefined) continue
    const report = readReport('proof', JSON.stringify({ name, figures, details }), code)
    return { figures: report.figures, details: report.details ?? {} }
  }
  return { figures: [], details: {} }
}
