// Makes sure that one server has a cluster, across containers too, and that a crash does not stand in the way of the next start.

import { execFile } from 'node:child_process'
import { chown, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PostgresInUseError } from './errors.ts'
import { findSystemProgram } from './isolation.ts'
import { readPostmasterFile } from './postmaster.ts'
import { numberTaken, processesIn } from './process-identity.ts'
import type { PreparedSite, Site } from './site.ts'
import { socketPort } from './socket-folder.ts'
import { waitUntil } from './wait-until.ts'

/** Exit code of a program that did not get the lock. */
export const lockRefused = 75
const lockBoundSeconds = 5

/**
 * Makes way for a start after a crash. PostgreSQL itself clears the pid file of a dead process and checks for its children, but takes a pid
 * that another program has got meanwhile, or that nobody has waited for yet, for a running server: only that case is cleared here, once nothing of the old server is left.
 * @throws PostgresInUseError when something still holds the cluster, also from a container whose processes are not seen here.
 */
export async function clearStale(site: Site, socketFolder: string): Promise<void> {
  const quiet = await waitUntil(lockBoundSeconds * 1000, async () =>
    (await processesIn(site.cluster)).length === 0 ? true : undefined,
  )
  if (quiet === undefined) {
    const [pid] = await processesIn(site.cluster)
    throw new PostgresInUseError(
      `Process ${pid} of a crashed database server still works in ${site.cluster}. End it with \`kill ${pid}\`, then start again.`,
      pid,
    )
  }
  const written = await readPostmasterFile(site.cluster)
  if (written === undefined || !numberTaken(written.pid)) return
  if (await heldElsewhere(site)) throw inUseElsewhere(site)
  await rm(join(socketFolder, `.s.PGSQL.${socketPort}.lock`), { force: true })
  await rm(join(site.cluster, 'postmaster.pid'), { force: true })
}

/** The words that make a program, and every child of it, hold the cluster's lock; none where flock(1) is not installed. */
export async function lockPrefix(site: PreparedSite): Promise<string[]> {
  const flock = await findSystemProgram('flock')
  if (flock === undefined) return []
  const file = lockFile(site)
  await (await open(file, 'a', 0o600)).close()
  await chown(file, site.account.uid, site.account.gid)
  // --no-fork keeps pid and lock in the postmaster itself. The wait covers the last moments of children of a server just stopped.
  return [flock, `--timeout=${lockBoundSeconds}`, '--no-fork', `--conflict-exit-code=${lockRefused}`, file]
}

async function heldElsewhere(site: Site): Promise<boolean> {
  const flock = await findSystemProgram('flock')
  if (flock === undefined) return false
  return new Promise((resolve) => {
    execFile(
      flock,
      [`--timeout=${lockBoundSeconds}`, `--conflict-exit-code=${lockRefused}`, lockFile(site), 'true'],
      (error) => resolve(error?.code === lockRefused),
    )
  })
}

function lockFile(site: Site): string {
  return join(site.folder, 'cluster.lock')
}

/** The refusal for a cluster whose lock someone holds who cannot be seen. */
export function inUseElsewhere(site: Site): PostgresInUseError {
  return new PostgresInUseError(
    `Another server holds ${site.cluster} and is not seen from here (another container or namespace?). Stop Countersign there, or use another data folder.`,
  )
}
