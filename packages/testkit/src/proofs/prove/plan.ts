// What `npm run prove` runs, in what order and at what size: design §12 in full, or shortened.

import { parseArgs } from 'node:util'

/** Sizes of a run. */
export interface Sizes {
  /** Calls of the random worlds, and how many of them go over HTTP too. */
  readonly count: number
  readonly http: number
  readonly seconds: number
  readonly servers: number
  readonly kills: number
  /** Events to webhooks, and as many over streams that are cut so often. */
  readonly events: number
  readonly reconnects: number
  readonly seed: number
}

/** What a run is asked for. */
export interface Asked {
  readonly sizes: Sizes
  /** Where figures and page go. */
  readonly output: string
}

/** One proof of a run: a command of the command line. */
export interface Step {
  readonly name: 'events' | 'kills' | 'races' | 'worlds'
  readonly title: string
  /** What it does, for the page. */
  readonly says: string
  readonly args: readonly string[]
  /** About how long it takes on two cores, planted faults included; only for saying how much is left. */
  readonly expectedSeconds: number
}

/** The figures of design §12, "in full". */
export const full: Sizes = {
  count: 1_000_000,
  http: 20_000,
  seconds: 600,
  servers: 3,
  kills: 500,
  events: 10_000,
  reconnects: 500,
  seed: 1,
}

/** How to call it. */
export const usage = `Usage: npm run prove -- [options]

  --tenth         a tenth of every size
  --count <n>     calls of random worlds (${full.count})
  --http <n>      how many of them go over HTTP too (${full.http})
  --seconds <n>   length of the race (${full.seconds})
  --servers <n>   servers that race (${full.servers})
  --kills <n>     kills (${full.kills})
  --events <n>    events to webhooks, and over streams (${full.events})
  --reconnects <n>  how often the streams are cut (${full.reconnects})
  --seed <n>      where everything random comes from (${full.seed})
  --output <path> folder for figures.json and index.html (prove-output)
`

const tenthOf = (size: number): number => Math.ceil(size / 10)
const text = { type: 'string' } as const

/** Reads the arguments; undefined when help is asked for. @throws TypeError naming what is wrong */
export function readArguments(args: readonly string[]): Asked | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenth: { type: 'boolean' },
      help: { type: 'boolean' },
      count: text,
      http: text,
      seconds: text,
      servers: text,
      kills: text,
      events: text,
      reconnects: text,
      seed: text,
      output: text,
    },
  })
  if (values.help) return undefined
  const size = (name: Exclude<keyof Sizes, 'seed' | 'servers'>): number =>
    whole(name, values[name]) ?? (values.tenth ? tenthOf(full[name]) : full[name])
  return {
    sizes: {
      count: size('count'),
      http: size('http'),
      seconds: size('seconds'),
      servers: whole('servers', values.servers) ?? full.servers,
      kills: size('kills'),
      events: size('events'),
      reconnects: size('reconnects'),
      seed: whole('seed', values.seed) ?? full.seed,
    },
    output: values.output ?? 'prove-output',
  }
}

function whole(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new TypeError(`--${name} is a whole number from 1`)
}

/** The proofs of a run, the one that tells most first. */
export function stepsOf(sizes: Sizes): readonly Step[] {
  const { count, http, seconds, servers, kills, events, reconnects, seed } = sizes
  const given = (options: Readonly<Record<string, number>>): readonly string[] =>
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  return [
    {
      name: 'worlds',
      title: 'Random worlds, three judges',
      says: 'Worlds are drawn from a seed: people who join and leave, every kind of item, grants, answers, settings and clocks, with near misses as common as hits. Each call is judged by the database path, by decide() and by an oracle written by someone who had not read it. Every answer is searched for bytes that were withheld, and “refused”, “not asked” and “wrote nothing” must give the same bytes.',
      args: ['worlds', ...given({ count, http, seed }), '--faults'],
      expectedSeconds: count / 600 + http / 40 + 120,
    },
    {
      name: 'races',
      title: 'Everybody at once',
      says: 'Several server processes on one database. Partners read while people write, edit, delete, join, leave, grant, withdraw, answer and switch off, and features end. One clock times every act and every answer, and a checker decides whether each answer can be explained.',
      args: ['races', ...given({ seconds, servers, seed })],
      expectedSeconds: seconds + 90,
    },
    {
      name: 'kills',
      title: 'Killed at every point',
      says: 'Servers, single database processes and the whole database are killed with SIGKILL under load, at every named point of a turn and at any time, also while the ledger cannot be written. What clients received and what was acknowledged to people is then held against the ledger, its leaves and the messages.',
      args: ['kills', ...given({ count: kills, seed }), '--faults'],
      expectedSeconds: kills * 3 + 90,
    },
    {
      name: 'events',
      title: 'Told whatever happens',
      says: 'Two servers tell partners that permissions ended: to webhooks whose receivers fail, hang, lie, die and stay away for days, and over streams that keep breaking off in the middle of an event. Every duty must arrive, under one id, in its order; no data event may arrive after its withdrawal.',
      args: ['events', ...given({ count: events, reconnects, seed })],
      expectedSeconds: events / 40 + 120,
    },
  ]
}
