// Files that are there whole or not at all, also after a crash or a race between two servers.
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Puts `bytes` at `path`, mode 0600, unless a file is there already. Readers see the whole file or none; of two writers
 * one wins and the other is told. The name itself is durable only after `syncFolder` of its folder.
 * @param unique tells this attempt's temporary file from every other's
 * @returns whether it was put there; false when another was first
 */
export async function publishFile(path: string, bytes: Uint8Array, unique: string): Promise<boolean> {
  const temporary = join(dirname(path), `.${unique}.tmp`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    // A hard link, not a rename: a rename would replace what another server put there.
    await link(temporary, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(temporary)
  }
}

/**
 * Overwrites a file in place, durably, then removes its name. Overwriting reaches a second name of the file too, such as
 * the temporary one a crash in `publishFile` leaves; that the medium keeps no older copy is the medium's to promise.
 * @returns false when no file was there
 */
export async function shredFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r+')
    try {
      await file.write(new Uint8Array((await file.stat()).size), { position: 0 })
      await file.sync()
    } finally {
      await file.close()
    }
    await unlink(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Makes a folder, mode 0700, durably; one that is there is left as it is. The parent must exist. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  // Also when it was there: whoever made it may have crashed before this line.
  await syncFolder(dirname(path))
}

/** Whether an error is the system's of this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
