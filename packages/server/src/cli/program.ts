// Runs a program that is only in the repository (a demo, a proof) beside the command line, and collects what it prints.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { CliError } from './cli-error.ts'
import { type FiguresReport, type ProgramKind, readReport } from './figures-report.ts'
import type { World } from './output.ts'

/** A program: what it is, and its file from the repository's folder. */
export interface Program {
  readonly kind: ProgramKind
  readonly path: string
}

/** How a program is run. */
export interface ProgramRun {
  readonly args: readonly string[]
  /** Variables it gets besides PATH. */
  readonly env?: Readonly<Record<string, string>>
  /** Called for each message it sends; it may be answered on the child. */
  readonly onMessage?: (child: ChildProcess, message: unknown) => void
}

/**
 * Runs a program to its end, its standard error passed on as it comes, and returns its figures. When somebody asks the
 * command to stop, the program is asked too, and what it still says is returned.
 * @throws {CliError} NOT_INSTALLED outside of the repository; DEMO_BROKE_OFF, PROOF_BROKE_OFF without figures
 */
export async function runProgram(program: Program, run: ProgramRun, world: World): Promise<FiguresReport> {
  const child = fork(fileOf(program), [...run.args], {
    execArgv: [],
    env: { PATH: world.env['PATH'], TMPDIR: world.env['TMPDIR'], ...run.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const stop = (): void => void child.kill('SIGTERM')
  world.signal.addEventListener('abort', stop, { once: true })
  child.stderr?.pipe(world.stderr, { end: false })
  child.on('message', (message) => run.onMessage?.(child, message))
  try {
    const [said, [code]] = await Promise.all([
      child.stdout === null ? '' : text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ])
    if (code === 2) throw usage()
    if (said === '') world.signal.throwIfAborted()
    return readReport(program.kind, said, code)
  } finally {
    world.signal.removeEventListener('abort', stop)
  }
}

/** The program's file. @throws {CliError} NOT_INSTALLED */
export function fileOf({ kind, path }: Program): string {
  const file = fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
  if (existsSync(file)) return file
  const next = 'Run it from a checkout of the repository, after npm ci.'
  throw new CliError(
    'NOT_INSTALLED',
    `The ${kind}s are not part of the installed package.`,
    next,
    'unavailable',
  )
}

function usage(): CliError {
  return new CliError(
    'USAGE',
    'An option is wrong; which one stands above.',
    'Run the command with --help.',
    'usage',
  )
}
