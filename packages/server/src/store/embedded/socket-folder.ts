// The short, private folder of the server's Unix socket, safe against another local user who was there first.

import { createHash } from 'node:crypto'
import { chown, lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

/** The port number only names the socket file: nothing listens on the network. */
export const socketPort = 5432

// unix(7): sun_path holds 108 bytes with its closing zero.
const longestSocketPath = 107

/**
 * Makes or checks the folder for the socket of the data at `dataDir`: below `root` (the system's temporary folder when not given, as
 * XDG_RUNTIME_DIR is emptied at logout under a running server), named by a hash of data folder and owner, open to `owner` alone.
 * @throws EmbeddedPostgresError `unsafe_folder` when it is a link, someone else's or open to others, or when its parent lets others replace it.
 */
export async function prepareSocketFolder(dataDir: string, owner: number, root?: string): Promise<string> {
  const name = `countersign-${createHash('sha256')
    .update(`${await realpath(dataDir)}\0${owner}`)
    .digest('hex')
    .slice(0, 16)}`
  const folder = join(await socketRoot(name, root), name)
  try {
    await mkdir(folder, { mode: 0o700 })
    // Only root makes a folder for another owner; for everyone else the new folder is already theirs.
    if (owner !== process.getuid?.()) await chown(folder, owner, -1)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const found = await lstat(folder)
  if (!found.isDirectory()) throw unsafe(folder, 'is not a folder')
  if (found.uid !== owner) throw unsafe(folder, `belongs to user id ${found.uid}, not ${owner}`)
  if ((found.mode & 0o077) !== 0) throw unsafe(folder, 'is open to other users')
  return folder
}

async function socketRoot(name: string, root: string | undefined): Promise<string> {
  const wanted = await realpath(root ?? tmpdir())
  const fits = Buffer.byteLength(join(wanted, name, `.s.PGSQL.${socketPort}.lock`)) <= longestSocketPath
  const chosen = fits ? wanted : await realpath('/tmp')
  const { mode } = await stat(chosen)
  // Without the sticky bit anyone who may write in the parent can put a folder of theirs in our folder's place.
  if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0)
    throw unsafe(chosen, 'lets other users replace what is in it')
  return chosen
}

function unsafe(folder: string, why: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsafe_folder',
    `The folder for the database socket, ${folder}, ${why}. Remove it, or set TMPDIR to a folder only you can write to, then start again.`,
  )
}
