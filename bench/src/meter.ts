// What the processes of a bench have used of the processors, as the kernel counts it, in milliseconds.
import { readdirSync, readFileSync } from 'node:fs'

/** Processor time used in a stretch of time, milliseconds. */
export interface Usage {
  /** The server's process, all its threads. */
  readonly server: number
  /** The connections of PostgreSQL, together. */
  readonly backends: number
  /** What PostgreSQL does beside them: writing back, vacuum, checkpoints. */
  readonly otherPostgres: number
  /** The process that asks; never part of a cost. */
  readonly generator: number
}

/** Begins to count; what it gives tells how much has been used since. */
export type Meter = () => () => Usage

/** Whom to meter. */
export interface Metered {
  readonly server: number
  /** Undefined when PostgreSQL runs on another machine: then its processor time counts as none, and the page says so. */
  readonly postmaster: number | undefined
  readonly generator: number
}

/**
 * A meter over `/proc/<pid>/task/<thread>/schedstat`, whose first number is nanoseconds on a processor. It counts thread
 * by thread, so that a connection opened meanwhile counts whole and one that was closed takes nothing away.
 */
export function meterOf(metered: Metered): Meter {
  return () => {
    const before = readAll(metered)
    return () => {
      const after = readAll(metered)
      const used = (part: keyof Usage): number =>
        [...after[part]].reduce((sum, [thread, ms]) => sum + ms - (before[part].get(thread) ?? 0), 0)
      return {
        server: used('server'),
        backends: used('backends'),
        otherPostgres: used('otherPostgres'),
        generator: used('generator'),
      }
    }
  }
}

/** Milliseconds by thread. */
type Threads = Map<string, number>

function readAll({ server, postmaster, generator }: Metered): Readonly<Record<keyof Usage, Threads>> {
  const backends: Threads = new Map()
  const otherPostgres: Threads = new Map()
  for (const pid of postmaster === undefined ? [] : childrenOf(postmaster))
    addThreads(titleOf(pid).startsWith('postgres: countersign_') ? backends : otherPostgres, pid)
  return {
    server: addThreads(new Map(), server),
    backends,
    otherPostgres,
    generator: addThreads(new Map(), generator),
  }
}

function addThreads(to: Threads, pid: number): Threads {
  for (const thread of listOrNothing(`/proc/${pid}/task`)) {
    const [nanoseconds] = readOrNothing(`/proc/${pid}/task/${thread}/schedstat`).split(' ')
    to.set(thread, Number(nanoseconds) / 1e6)
  }
  return to
}

/** The children of a process, PostgreSQL's among them: every connection is one. */
function childrenOf(pid: number): readonly number[] {
  return readOrNothing(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

function titleOf(pid: number): string {
  return readOrNothing(`/proc/${pid}/cmdline`)
}

/** The postmaster above a backend, when that backend is a process of this machine. */
export function postmasterAbove(backend: number): number | undefined {
  if (!titleOf(backend).startsWith('postgres:')) return undefined
  // The name in parentheses may hold anything, so what follows is counted from the last one (proc(5)).
  const stat = readOrNothing(`/proc/${backend}/stat`)
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  return Number.isInteger(parent) && parent > 1 ? parent : undefined
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended between being listed and being read.
    return ''
  }
}

function listOrNothing(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
