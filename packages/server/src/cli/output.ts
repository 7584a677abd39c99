// What a command says: progress to standard error, its result once, at the end, to standard output.
import type { CliError } from './cli-error.ts'
import { exitCodes } from './exit-codes.ts'

/** Where a command runs: the process, or a test's stand-in for its streams. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The working directory. */
  readonly folder: string
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
}

/** The voice of one command. */
export interface Output {
  readonly json: boolean
  /** A line while it works. */
  progress(line: string): void
  /** The result, exactly once: `text` for people, `object` with --json. */
  result(object: Readonly<Record<string, unknown>>, text: string): void
  /** Why there is no result. */
  failure(error: CliError): void
}

/** @param json whether the result is for a program */
export function createOutput(world: Pick<World, 'stdout' | 'stderr'>, json: boolean): Output {
  return {
    json,
    progress: (line) => void world.stderr.write(`${line}\n`),
    result: (object, text) =>
      void world.stdout.write(json ? `${JSON.stringify({ ok: true, ...object })}\n` : `${text}\n`),
    failure(error) {
      const { code, message, next, exit, more } = error
      world.stderr.write(`${code}: ${[message, next].filter(Boolean).join(' ').replaceAll('\n ', '\n')}\n`)
      if (json)
        world.stdout.write(
          `${JSON.stringify({ ok: false, code, message, next, exit: exitCodes[exit].code, ...more })}\n`,
        )
    },
  }
}
