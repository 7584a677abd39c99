// File operations the supervisor needs and Node lacks: owners of whole folders, and writes that are on the disk when they return.

import { chown, lchown, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './isolation.ts'

/** The user id that owns a path, or undefined when there is nothing there. */
export async function ownerOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ uid }) => uid,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}

/** Gives a folder and all that is in it to the account, links themselves included, never what they point at. */
export async function giveAway(folder: string, account: Account): Promise<void> {
  await chown(folder, account.uid, account.gid)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await giveAway(path, account)
    else await lchown(path, account.uid, account.gid)
  }
}

/** Writes a small private file so that it is on the disk, whole, when the promise resolves. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(join(file, '..'))
}

/** Makes the names in a folder durable: a rename is only safe once its folder is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
