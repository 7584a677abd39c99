// What may be claimed of each duty and clause: no more than its tests said when they were last run (UX-03).
import { type Clause, clauses, type Source, sources } from './clauses.ts'
import type { Duty } from './duties.ts'
import type { FileResult, TestResults } from './results.ts'

/**
 * `broken`: a test that holds it failed. `not-run`: one of them was not run here, or ran nothing. `not-yet`: nothing holds
 * it. `part`: all its tests passed, and something of it is not there yet. `kept`: all of it is there and all tests passed.
 */
export type Standing = 'broken' | 'not-run' | 'not-yet' | 'part' | 'kept'

/** A test file that holds a duty, and what it said last; null when it was not run here. */
export interface LinkedTest {
  readonly path: string
  readonly result: FileResult | null
  /** Whether it was run on other code than serves here. */
  readonly older: boolean
}

/** A duty, and what may be claimed of it. */
export interface DutyClaim {
  readonly duty: Duty
  readonly standing: Standing
  readonly tests: readonly LinkedTest[]
}

/** A clause, and what may be claimed of it: no more than of the least of its duties. */
export interface ClauseClaim {
  readonly clause: Clause
  readonly standing: Standing
  readonly duties: readonly DutyClaim[]
}

/** Everything the page says. */
export interface Promises {
  readonly sources: readonly Source[]
  readonly clauses: readonly ClauseClaim[]
  readonly duties: readonly DutyClaim[]
  /** When the newest of the linked tests was run; null when none was. */
  readonly testedAt: string | null
}

/**
 * The claims that duties and results allow.
 * @throws Error when a clause names a duty that is not in the list
 */
export function promisesOf(duties: readonly Duty[], results: TestResults, code: string): Promises {
  const claims = duties.map((duty) => dutyClaim(duty, results, code))
  const byId = new Map(claims.map((claim) => [claim.duty.id, claim]))
  const times = claims.flatMap(({ tests }) => tests.flatMap(({ result }) => result?.at ?? []))
  return {
    sources,
    clauses: clauses.map((clause) => clauseClaim(clause, byId)),
    duties: claims,
    testedAt: times.sort().at(-1) ?? null,
  }
}

/** What is wrong with the claims, a sentence each: what a check fails for. */
export function flagged({ duties }: Promises): readonly string[] {
  return duties.flatMap(({ duty, tests }) =>
    tests
      .filter(({ result }) => result?.outcome === 'failed')
      .map(({ path }) => `${duty.id} is claimed and ${path} failed: “${duty.rule}”`),
  )
}

function dutyClaim(duty: Duty, { files }: TestResults, code: string): DutyClaim {
  const tests = duty.tests.map((path) => {
    const result = files[path] ?? null
    return { path, result, older: result !== null && result.code !== code }
  })
  return { duty, tests, standing: standingOf(duty, tests) }
}

function standingOf(duty: Duty, tests: readonly LinkedTest[]): Standing {
  if (tests.length === 0) return 'not-yet'
  if (tests.some(({ result }) => result?.outcome === 'failed')) return 'broken'
  // A pass on older code says nothing about the code that serves.
  if (tests.some(({ result, older }) => result?.outcome !== 'passed' || older)) return 'not-run'
  return duty.missing === '' ? 'kept' : 'part'
}

function clauseClaim(clause: Clause, byId: ReadonlyMap<string, DutyClaim>): ClauseClaim {
  const duties = clause.duties.map((id) => {
    const claim = byId.get(id)
    if (claim === undefined) throw new Error(`The clause ${clause.id} names ${id}, which is no duty.`)
    return claim
  })
  return { clause, duties, standing: least(duties.map(({ standing }) => standing)) }
}

/** One broken duty breaks a clause; of kept and missing ones together it is kept in part. */
function least(standings: readonly Standing[]): Standing {
  const has = (one: Standing): boolean => standings.includes(one)
  if (has('broken')) return 'broken'
  if (has('not-run')) return 'not-run'
  if (standings.every((one) => one === 'not-yet')) return 'not-yet'
  return standings.every((one) => one === 'kept') ? 'kept' : 'part'
}
