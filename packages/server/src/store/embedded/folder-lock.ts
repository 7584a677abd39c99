// One process at a time may start or stop the server of a data folder: a lock of files that a killed holder cannot leave shut.
//
// Each holder makes the next generation, `lock.1`, `lock.2`, …, by link(2), which exactly one process can win. A generation is over when
// its file says so or when the process named in it is gone; nothing is ever taken away from a living holder, and no file is removed that a
// slower process could still judge by, except by the holder of a later one. Deleting a stale lock instead would race with its next owner.

import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError, PostgresInUseError } from './errors.ts'
import { identify, isAlive, type ProcessIdentity, parseIdentity } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

const over = 'over'

/** A lock that is held; releasing it twice is harmless. */
export type FolderLock = { release(): Promise<void> }

/**
 * Waits until no other living process (and no other call in this one) holds the lock of `folder`, then holds it. `name` must be new with
 * every call. @throws PostgresInUseError naming the holder's pid when the bound (milliseconds) passes first.
 */
export async function lockFolder(folder: string, name: string, boundMs: number): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const me = identify(process.pid)
  if (me === undefined)
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      '/proc is not there: the embedded PostgreSQL needs it. Mount it, or set DATABASE_URL.',
    )
  const draft = join(folder, `draft.${name}`)
  await writeFile(draft, JSON.stringify(me), { mode: 0o600 })
  try {
    const mine = await waitUntil(boundMs, () => tryNext(folder, draft))
    if (mine === undefined) throw busy(folder, (await latest(folder)).holder)
    await removeOlder(folder, mine)
    return { release: () => writeOver(folder, mine, name) }
  } finally {
    await rm(draft, { force: true })
  }
}

function busy(folder: string, holder: ProcessIdentity | undefined): PostgresInUseError {
  return new PostgresInUseError(
    `Process ${holder?.pid ?? 'unknown'} has been starting or stopping the database for too long (lock ${folder}). Look at it, end it if it hangs, then start again.`,
    holder?.pid,
  )
}

async function tryNext(folder: string, draft: string): Promise<number | undefined> {
  const { generation, holder } = await latest(folder)
  if (holder !== undefined && isAlive(holder)) return undefined
  const mine = generation + 1
  try {
    await link(draft, join(folder, `lock.${mine}`))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  }
  // A process that read the folder long ago may fill a hole left behind by removeOlder: the highest generation alone counts.
  if ((await latest(folder)).generation === mine) return mine
  await rm(join(folder, `lock.${mine}`), { force: true })
  return undefined
}

async function latest(folder: string): Promise<{ generation: number; holder: ProcessIdentity | undefined }> {
  const generation = Math.max(0, ...(await generations(folder)))
  if (generation === 0) return { generation, holder: undefined }
  const text = await readFile(join(folder, `lock.${generation}`), 'utf8').catch(() => over)
  return { generation, holder: parseIdentity(text) }
}

async function generations(folder: string): Promise<number[]> {
  return (await readdir(folder)).map((entry) => Number(/^lock\.(\d+)$/.exec(entry)?.[1] ?? 0))
}

async function removeOlder(folder: string, mine: number): Promise<void> {
  const older = (await generations(folder)).filter((generation) => generation > 0 && generation < mine)
  await Promise.all(older.map((generation) => rm(join(folder, `lock.${generation}`), { force: true })))
}

async function writeOver(folder: string, generation: number, name: string): Promise<void> {
  const file = join(folder, `lock.${generation}`)
  const current = await readFile(file, 'utf8').catch(() => over)
  if (current === over) return
  const draft = join(folder, `draft.${name}`)
  await writeFile(draft, over, { mode: 0o600 })
  await rename(draft, file)
}
