// How PostgreSQL, which refuses to run as root, is run by the user who starts Countersign, root included.

import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Launch, runProgram } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'

/**
 * `plain`: a child of an ordinary user. `user-namespace`: root stays the owner of every file, the server sees itself as someone else.
 * `unprivileged-user`: root hands cluster and server to another account, for containers that refuse user namespaces.
 */
export type Isolation = 'plain' | 'unprivileged-user' | 'user-namespace'

/** An account that may own a cluster; PostgreSQL's initdb insists that the account file names it. */
export type Account = { readonly uid: number; readonly gid: number }

/** The full path of a system program, or undefined where it is not installed. */
export async function findSystemProgram(name: string): Promise<string | undefined> {
  for (const folder of ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']) {
    const path = join(folder, name)
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (runs) return path
  }
  return undefined
}

/**
 * Settles the way for a folder whose cluster belongs to `clusterOwner` (undefined when there is none yet). Left to itself it keeps a cluster
 * with the account that owns it; else root gets a user namespace where a trial run works, and another account where it does not.
 * @throws EmbeddedPostgresError `root_refused` or `not_permitted` when the way asked for cannot work.
 */
export async function chooseIsolation(
  wanted: Isolation | 'auto',
  clusterOwner: number | undefined,
  binaries: string,
  libraries: string,
): Promise<Isolation> {
  const root = process.getuid?.() === 0
  if (!root) {
    if (wanted === 'auto' || wanted === 'plain') return 'plain'
    throw new EmbeddedPostgresError(
      'not_permitted',
      `Only root can start the database by way of "${wanted}". Use "auto".`,
    )
  }
  if (wanted === 'plain') {
    throw new EmbeddedPostgresError(
      'root_refused',
      'PostgreSQL refuses root. Use isolation "auto", or start Countersign as an ordinary user.',
    )
  }
  if (wanted !== 'auto') return wanted
  if (clusterOwner !== undefined && clusterOwner !== 0) return 'unprivileged-user'
  return (await namespaceWorks(binaries, libraries)) ? 'user-namespace' : 'unprivileged-user'
}

async function namespaceWorks(binaries: string, libraries: string): Promise<boolean> {
  try {
    const launch = await namespaceLaunch(libraries)
    await runProgram('The user namespace', join(binaries, 'bin', 'postgres'), ['--version'], launch)
    return true
  } catch {
    return false
  }
}

/** Runs a program where real root appears as an ordinary account of the account file. @throws EmbeddedPostgresError without unshare(1). */
export async function namespaceLaunch(libraries: string): Promise<Launch> {
  const unshare = await findSystemProgram('unshare')
  if (unshare === undefined) {
    throw new EmbeddedPostgresError(
      'root_refused',
      'The program unshare (package util-linux) is missing. Install it, or use isolation "auto".',
    )
  }
  const { uid, gid } = await chooseAccount()
  return { prefix: [unshare, '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'], libraries }
}

/**
 * The account for PostgreSQL: `wantedUid` where a cluster already belongs to it; else postgres, nobody, or the first that is not root.
 * @throws EmbeddedPostgresError `root_refused` when the account file names none.
 */
export async function chooseAccount(wantedUid?: number): Promise<Account> {
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''))
  const account =
    wantedUid === undefined
      ? (accounts.find(({ name }) => name === 'postgres') ??
        accounts.find(({ name }) => name === 'nobody') ??
        accounts[0])
      : (accounts.find(({ uid }) => uid === wantedUid) ?? { uid: wantedUid, gid: wantedUid })
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      'root_refused',
      'PostgreSQL refuses root and /etc/passwd names nobody else. Add an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  return { uid: account.uid, gid: account.gid }
}

/** The accounts of a passwd(5) file, without root and without lines that cannot be read. */
export function parseAccounts(text: string): { name: string; uid: number; gid: number }[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uidText, gidText] = line.split(':')
    const uid = Number.parseInt(uidText ?? '', 10)
    const gid = Number.parseInt(gidText ?? '', 10)
    return name === undefined || !(uid > 0) || !(gid >= 0) ? [] : [{ name, uid, gid }]
  })
}

/** True when every folder from the root down to `path`, and `path` itself, lets the account pass; judged by the mode bits. */
export async function reaches(account: Account, path: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(path)
  const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  if ((mode & search) === 0) return false
  return path === '/' || reaches(account, dirname(path))
}
