// What a run was made on: machine, versions, settings, how fast the disk makes a commit durable, who else was busy.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Place } from './data/place.ts'
import { median } from './statistics.ts'

/** What a run was made on. */
export interface Environment {
  readonly processor: string
  readonly processors: number
  readonly memoryGiB: number
  readonly kernel: string
  readonly node: string
  readonly postgres: string
  /** The settings that matter to a page and a commit. */
  readonly settings: Readonly<Record<string, string>>
  /** The middle time of a small durable commit by one connection, milliseconds. */
  readonly commitMs: number
  /** How many processes wanted a processor in the minute before, on average. */
  readonly loadBefore: number
}

const told = [
  'shared_buffers',
  'max_connections',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'jit',
]
const COMMITS = 100

/** Looks around, on the machine this process and the place are on. */
export function describeEnvironment(place: Place): Promise<Environment> {
  return place.asOwner(async (client) => {
    const version = await client.query<{ server_version: string }>('show server_version')
    const settings = await client.query<{ name: string; value: string }>(
      'select name, current_setting(name) as value from pg_settings where name = any ($1) order by name',
      [told],
    )
    const times: number[] = []
    for (let n = 0; n < COMMITS; n++) {
      const began = performance.now()
      await client.query('insert into bench.commits values ($1)', [randomUUID()])
      times.push(performance.now() - began)
    }
    return {
      processor: cpus()[0]?.model ?? 'unknown',
      processors: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
      node: process.versions.node,
      postgres: version.rows[0]?.server_version ?? 'unknown',
      settings: Object.fromEntries(settings.rows.map(({ name, value }) => [name, value])),
      commitMs: median(times),
      loadBefore: loadavg()[0] ?? Number.NaN,
    }
  })
}

/** Counts how busy all processors are; what it gives tells the share of them that was, since then: 1 is all of them. */
export function watchProcessors(): () => number {
  const before = processorTimes()
  return () => {
    const after = processorTimes()
    return (after.busy - before.busy) / (after.all - before.all)
  }
}

/** The first line of /proc/stat (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal; the last is others' too. */
function processorTimes(): { readonly busy: number; readonly all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const times = line.trim().split(/\s+/).slice(1, 9).map(Number)
  const all = times.reduce((sum, time) => sum + time, 0)
  return { all, busy: all - (times[3] ?? 0) - (times[4] ?? 0) }
}
