// The command as its users run it: a process of its own, with its output and exit code.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import { run } from '../src/cli/run.ts'

/** What a finished command said. */
export interface Said {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const entry = resolve(import.meta.dirname, '../src/cli/main.ts')

/** Variables of the machine that say nothing to the command. */
const bare = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(COUNTERSIGN_|DATABASE_URL$)/.test(name)),
)

/** Starts `countersign` with these arguments in a folder. */
export function startCli(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawn(process.execPath, [entry, ...args], { cwd: folder, env: { ...bare, ...env } })
}

/** Waits for a command to end. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Said> {
  const code = new Promise<number | null>((done) => child.once('exit', done))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, stdout, stderr }
}

/** Runs `countersign` to its end. */
export function cli(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Said> {
  return ended(startCli(folder, args, env))
}

/** The one object a command printed with --json. */
export function objectOf({ stdout }: Said): Record<string, unknown> {
  const lines = stdout.split('\n')
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line: ${stdout}`)
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>
}

/** Runs a command line in this process, for what ends before it touches anything. */
export async function runHere(
  args: readonly string[],
  env: Record<string, string> = {},
  folder = '/',
  typed = '',
): Promise<Said> {
  const [stdin, stdout, stderr] = [Readable.from([typed]), new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const code = await run(args, { env, folder, stdin, stdout, stderr, signal })
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

/** A folder that is gone when the test file ends. To be awaited at the top level or in a describe block's hook. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}
