// Who is using the running server: the last to leave stops it, and a server whose users were all killed is an orphan anyone may adopt.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isAlive, parseIdentity } from './process-identity.ts'

/** Enters this process as a user; `name` must be new with every call. The file holds its pid, start time and boot. */
export function enterUser(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, name), JSON.stringify(identify(process.pid)), { mode: 0o600 })
}

/** Removes one entry of this process. Synchronous, because it also runs while the process exits. */
export function removeUser(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true })
}

/** The pids of users that are alive; entries of dead ones are removed on the way. */
export function livingUsers(folder: string): number[] {
  const pids: number[] = []
  for (const name of entries(folder)) {
    const user = parseIdentity(read(join(folder, name)))
    if (user !== undefined && isAlive(user)) pids.push(user.pid)
    else removeUser(folder, name)
  }
  return pids
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
