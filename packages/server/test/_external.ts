// An operator's own PostgreSQL as commands meet it: its address, and servers as processes of their own.

import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { OperatorLogin } from '@countersign/testkit'
import { ended, type Said, startCli } from './_cli.ts'

/** The address of a database, as DATABASE_URL takes it. */
export function addressOf(login: OperatorLogin, parameters = ''): string {
  const { host, port, user, password, database } = login
  return `postgres://${user}:${password}@${host}:${port}/${database}${parameters && `?${parameters}`}`
}

/** A server that runs as a process of its own. */
export interface ServedProcess {
  readonly url: string
  readonly process: ChildProcessWithoutNullStreams
  /** Asks it to stop, and gives what it said. */
  stop(): Promise<Said>
}

/** Starts `countersign serve` on any free port. @throws Error with what it said when it ends before it listens */
export async function serveProcess(folder: string, env: Record<string, string>): Promise<ServedProcess> {
  const child = startCli(folder, ['serve', '--json', '--port', '0'], env)
  const output = ended(child)
  const first = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  )
  const early = output.then(({ stdout, stderr }) => {
    throw new Error(`it ended: ${stdout}${stderr}`)
  })
  const line = await Promise.race([first, early])
  const { url } = JSON.parse(line) as { url?: string }
  if (url === undefined) return early
  return {
    url,
    process: child,
    stop() {
      child.kill('SIGTERM')
      return output
    },
  }
}
