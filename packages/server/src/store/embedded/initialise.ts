// Makes a new cluster so that it is there whole and durable, or not at all.

import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { syncFolder, writeDurably } from './files.ts'
import { hostBasedAuthentication, superuser, tunable } from './settings.ts'
import type { PreparedSite } from './site.ts'

const unfinished = 'making-'

/**
 * Runs initdb in a folder beside the cluster's place and moves the result there once it is on the disk. What a killed attempt left behind
 * is removed first. Must run under the folder's lock; `name` is new with every call.
 */
export async function initialiseCluster(site: PreparedSite, password: string, name: string): Promise<void> {
  await removeUnfinished(site.folder)
  const making = join(site.folder, `${unfinished}${name}`)
  await mkdir(making, { mode: 0o700 })
  try {
    const passwordFile = join(making, 'password')
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    await chown(passwordFile, site.account.uid, site.account.gid)
    await chown(making, site.account.uid, site.account.gid)
    const fresh = join(making, 'cluster')
    await runProgram(
      'initdb',
      join(site.binaries, 'bin', 'initdb'),
      initdbArguments(fresh, passwordFile),
      site.launch,
    )
    await overwriteDurably(join(fresh, 'pg_hba.conf'), hostBasedAuthentication)
    await rename(fresh, site.cluster)
    await syncFolder(site.folder)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** @throws EmbeddedPostgresError `wrong_version` when the cluster was made by another major version than the programs'. */
export async function checkVersion(site: PreparedSite): Promise<void> {
  const made = (await readFile(join(site.cluster, 'PG_VERSION'), 'utf8').catch(() => 'unknown')).trim()
  const major = site.version.split('.')[0]
  if (made === major) return
  throw new EmbeddedPostgresError(
    'wrong_version',
    `The data in ${site.cluster} were made by PostgreSQL ${made}; this Countersign brings ${major}. Dump them with the Countersign version that made them and restore into a new data folder, or set DATABASE_URL.`,
  )
}

/**
 * The superuser's password of a data folder, kept in a file only its owner reads; made from `random` bytes when there is no cluster yet.
 * @throws EmbeddedPostgresError `data_missing` when a cluster is there without it.
 */
export async function superuserPassword(
  dataDir: string,
  clusterExists: boolean,
  random: (size: number) => Uint8Array,
): Promise<string> {
  const file = join(dataDir, 'superuser-password')
  const kept = (await readFile(file, 'utf8').catch(missingIsEmpty)).trim()
  if (kept !== '') return kept
  if (clusterExists) {
    throw new EmbeddedPostgresError(
      'data_missing',
      `The file ${file} is missing, so nobody can log in to the data beside it. Bring it back from a backup.`,
    )
  }
  const password = Buffer.from(random(32)).toString('base64url')
  await writeDurably(file, `${password}\n`)
  return password
}

function missingIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}

function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth-local=scram-sha-256',
    '--auth-host=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own code point order: the same on every machine, whatever locales the system has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...Object.entries(tunable).map(([name, value]) => `--set=${name}=${value}`),
  ]
}

async function removeUnfinished(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((entry) => entry.startsWith(unfinished))
  // An initdb whose parent was killed may still be writing there until its next line of output ends it.
  await Promise.all(
    left.map((entry) => rm(join(folder, entry), { recursive: true, force: true, maxRetries: 5 })),
  )
}

/** Replaces the text of a file that is there, so that its owner and mode stay, and waits for the disk. */
async function overwriteDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate()
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
