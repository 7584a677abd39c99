// The options of `countersign worlds`, read strictly.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** What to play. */
export interface Options {
  readonly count: number
  readonly seed: number
  /** Calls that go through a whole server too. */
  readonly http: number
  readonly workers: number
  /** Whether faults are planted, to see each found. */
  readonly faults: boolean
  /** The number of the first world: a run that broke off is gone on with there. */
  readonly from: number
  /** The number of the one world to play; null for a whole run. */
  readonly only: number | null
}

const spec = {
  count: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  http: { type: 'string', default: '400' },
  workers: { type: 'string', default: String(availableParallelism()) },
  faults: { type: 'boolean', default: false },
  from: { type: 'string', default: '0' },
  only: { type: 'string' },
} as const

/** The largest number of a world: five digits to the base of 36 name it in its words. */
const MOST_WORLDS = 36 ** 5

/** The options in the arguments of a program. @throws TypeError naming the first that is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: spec, strict: true })
  return {
    count: whole('--count', values.count, 1, MOST_WORLDS),
    seed: whole('--seed', values.seed, 0, 2 ** 32 - 1),
    http: whole('--http', values.http, 0, MOST_WORLDS),
    workers: whole('--workers', values.workers, 1, 64),
    faults: values.faults,
    from: whole('--from', values.from, 0, MOST_WORLDS - 1),
    only: values.only === undefined ? null : whole('--only', values.only, 0, MOST_WORLDS - 1),
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new TypeError(`${name} must be a whole number from ${least} to ${most}`)
}
