// The postmaster process: found by its pid file, stopped by its pid alone.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'
import { isPostmasterOf } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

/** What postmaster.pid says of a server that runs, or is about to. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly status: 'ready' | 'starting' | 'stopping'
}

/** Reads the lines of postmaster.pid (pid, data folder, start, port, socket folder, address, memory key, status); undefined while half-written. */
export function parsePostmasterFile(text: string): Postmaster | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!/^\d+$/.test(lines[0] ?? '') || !Number.isSafeInteger(pid) || pid <= 1) return undefined
  const status = lines[7] === 'ready' || lines[7] === 'stopping' ? lines[7] : 'starting'
  return { pid, port: Number(lines[3] ?? 0), socketFolder: lines[4] ?? '', status }
}

/** The living postmaster of a cluster, or undefined; a pid file whose pid is dead or someone else's counts as none. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const written = await readPostmasterFile(cluster)
  return written !== undefined && isPostmasterOf(written.pid, cluster) ? written : undefined
}

/** What the pid file says, whether or not anything runs; undefined when it is missing or half-written. */
export async function readPostmasterFile(cluster: string): Promise<Postmaster | undefined> {
  return parsePostmasterFile(await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''))
}

/**
 * Ends the server: SIGINT (fast shutdown: clients are cut off, everything is written), after the bound SIGQUIT (recovery at the next start,
 * nothing acknowledged is lost). Does nothing when `pid` is no longer the postmaster of this cluster.
 */
export async function stopPostmaster(cluster: string, pid: number, boundMs: number): Promise<void> {
  const ended = () => (isPostmasterOf(pid, cluster) ? undefined : true)
  for (const [signal, bound] of [
    ['SIGINT', boundMs],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (ended()) return
    process.kill(pid, signal)
    if (await waitUntil(bound, ended)) return
  }
  throw new EmbeddedPostgresError(
    'stop_failed',
    `The database process ${pid} does not end. Look at it with \`ps -p ${pid}\`; its data are safe.`,
  )
}
