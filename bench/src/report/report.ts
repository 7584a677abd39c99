// The whole report of a run as data: what figures.json holds and the page shows.
import type { Loaded } from '../data/copy.ts'
import type { Environment } from '../environment.ts'
import type { BenchOptions } from '../options.ts'
import type { RunResult } from '../run.ts'
import type { Analysis } from './analysis.ts'
import type { Goal } from './goals.ts'

/** What the world held that was measured. */
export interface WorldFigures {
  readonly messages: number
  readonly people: number
  readonly threads: number
  readonly memberships: number
  readonly permissions: number
  readonly readers: number
  readonly databaseBytes: number
  /** How each table was filled, in this run or when the kept world was made. */
  readonly loaded: readonly Loaded[]
}

/** Everything of a run. Times are milliseconds unless a name says otherwise. */
export interface Report extends RunResult {
  /** When it ended, RFC 3339. */
  readonly at: string
  readonly options: Omit<BenchOptions, 'place'>
  readonly environment: Environment
  readonly world: WorldFigures
  readonly analysis: Analysis
  readonly goals: readonly Goal[]
}
