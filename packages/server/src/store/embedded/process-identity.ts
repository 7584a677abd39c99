// Says whether a process written down earlier is still that same process, so that a reused pid is never mistaken for it.

import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'

/** A process told apart from every later one with the same number: pid, start time in clock ticks, and this boot. */
export type ProcessIdentity = { readonly pid: number; readonly startTicks: string; readonly bootId: string }

/** The identity of a running process, or undefined when there is none; a zombie counts as none. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name may hold spaces and brackets: the fields start behind its last bracket (proc(5): state is 3, starttime 22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const startTicks = fields[19]
    if (fields[0] === 'Z' || fields[0] === 'X' || startTicks === undefined) return undefined
    return { pid, startTicks, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() }
  } catch {
    return undefined
  }
}

/** True while exactly this process runs: same number, same start, same boot. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid)
  return now !== undefined && now.startTicks === identity.startTicks && now.bootId === identity.bootId
}

/** Reads an identity back from what a file holds; undefined for anything else. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { pid, startTicks, bootId } = value as Record<string, unknown>
    if (!Number.isSafeInteger(pid) || typeof startTicks !== 'string' || typeof bootId !== 'string')
      return undefined
    return { pid: pid as number, startTicks, bootId }
  } catch {
    return undefined
  }
}

/** True when the number belongs to any process we could signal, a zombie included: what PostgreSQL takes for a running server. */
export function numberTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * True when the process is the postmaster of this very cluster. Judged by three things a stranger with a reused pid does not
 * share: the program's name, a working directory that is the cluster (compared by inode, so names and mounts do not matter),
 * and a command line that is not one of PostgreSQL's own children's.
 */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (identify(pid) === undefined || !worksIn(pid, clusterDir)) return false
  try {
    const program = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')
    return (
      /(^|\/)postgres$/.test(program) &&
      !readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ')
    )
  } catch {
    return false
  }
}

/** The processes that still work inside the cluster: children that outlived a killed postmaster must end before it is opened again. */
export async function processesIn(clusterDir: string): Promise<number[]> {
  const entries = await readdir('/proc')
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => isPostgresIn(pid, clusterDir))
}

function isPostgresIn(pid: number, clusterDir: string): boolean {
  try {
    return worksIn(pid, clusterDir) && /(^|\/)postgres( \(deleted\))?$/.test(readlinkSync(`/proc/${pid}/exe`))
  } catch {
    return false
  }
}

function worksIn(pid: number, folder: string): boolean {
  try {
    const here = statSync(`/proc/${pid}/cwd`, { bigint: true })
    const there = statSync(folder, { bigint: true })
    return here.dev === there.dev && here.ino === there.ino
  } catch {
    return false
  }
}
