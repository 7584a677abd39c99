// A run of the proofs as one object: what figures.json holds and the page shows.

import type { Machine } from './machine.ts'
import type { Sizes } from './plan.ts'
import type { Proof } from './run-step.ts'
import type { Verdict } from './verdict.ts'

/** A run, finished or not. */
export interface ProofRun {
  /** When it began, RFC 3339. */
  readonly at: string
  readonly seconds: number
  readonly sizes: Sizes
  readonly machine: Machine
  readonly verdict: Verdict
  readonly proofs: readonly Proof[]
}
