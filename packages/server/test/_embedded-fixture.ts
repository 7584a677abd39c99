// What the tests of the embedded PostgreSQL share: temporary folders, servers that are always stopped, child processes, kill by own pid.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import {
  type EmbeddedConnection,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbedded,
} from '../src/store/embedded/index.ts'
import { withClient } from '../src/store/with-client.ts'

/** Root can show every way of running; anyone else only their own, and then says so. */
export const isRoot = process.getuid?.() === 0
if (!isRoot)
  process.stderr.write(
    'Not root: the cases that need root (user namespace, other account, full disk) do not run here.\n',
  )

/** What a child said of its start. */
export type Said = {
  pid?: number
  adopted?: boolean
  placement?: { kind: string }
  connection?: EmbeddedConnection
  stopped?: boolean
  error?: { code: string; message: string }
}

/** A child process and the lines it says. */
export type Child = {
  process: ChildProcessWithoutNullStreams
  next(): Promise<Said>
  tell(command: string): void
  kill(): Promise<void>
}

/** Collects what a test made, and undoes it in the opposite order. */
export class Bench {
  readonly #undo: (() => Promise<void>)[] = []

  /** Something to do when the test is over. */
  later(undo: () => Promise<void>): void {
    this.#undo.unshift(undo)
  }

  /** A fresh folder, private unless a mode is given. */
  async folder(mode = 0o700): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-embedded-'))
    await chmod(folder, mode)
    this.later(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    return folder
  }

  /** A server of this process, stopped at the end. */
  async start(dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
    const server = await startEmbedded({ ...base(dataDir), ...more })
    this.later(() => server.stop())
    return server
  }

  /** A child process that starts a server, killed at the end. */
  child(options: object, how: { node?: string; script?: string; uid?: number; gid?: number } = {}): Child {
    const { node = process.execPath, script = childScript, ...ids } = how
    const child = spawn(node, [script, JSON.stringify(options)], { ...ids, cwd: '/', stdio: 'pipe' })
    child.stderr.pipe(process.stderr)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const kill = async () => {
      child.kill('SIGKILL')
      await gone
    }
    this.later(kill)
    return {
      process: child,
      next: async () => {
        const line = await lines.next()
        if (line.done) throw new Error('The child ended and said nothing; its reason stands on stderr above.')
        return JSON.parse(line.value) as Said
      },
      tell: (command) => void child.stdin.write(`${command}\n`),
      kill,
    }
  }

  /** Undoes everything; the first failure is thrown after all was tried. */
  async clear(): Promise<void> {
    const failures: unknown[] = []
    for (const undo of this.#undo.splice(0)) await undo().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
}

const childScript = fileURLToPath(new URL('_embedded-child.ts', import.meta.url))

function base(dataDir: string): EmbeddedOptions {
  return { dataDir, random: (size) => randomBytes(size), log: { info: () => undefined } }
}

/** Runs one statement and gives its first row. */
export async function ask(connection: EmbeddedConnection, sql: string): Promise<Record<string, unknown>> {
  const { rows } = await withClient(connection, (client) => client.query<Record<string, unknown>>(sql))
  return rows[0] ?? {}
}

/** Whether a process is there. */
export function runs(pid: number): boolean {
  return existsSync(`/proc/${pid}/cwd`)
}

/** The user id a process runs as, seen from here. */
export function ownerOf(path: string): number {
  return statSync(path).uid
}
