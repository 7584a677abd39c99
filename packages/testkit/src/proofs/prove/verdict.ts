// Whether every promise held: only when every proof of the plan ran to its end and every one of its figures holds.

import type { Figure } from '../figures.ts'
import type { Step } from './plan.ts'
import type { Proof } from './run-step.ts'

/** What came of a run. */
export interface Verdict {
  readonly held: boolean
  /** The figures that have something to hold, and how many of them do not. */
  readonly promises: number
  readonly broken: number
  /** Proofs that gave no figures or were not begun, by name. */
  readonly missing: readonly string[]
}

/** A figure that promises something, rather than being told for its own sake. */
export function isPromise({ expected, ok }: Figure): boolean {
  return expected !== '' || !ok
}

/** @param stopped whether somebody ended the run early: what held by then is not what was promised */
export function verdictOf(
  steps: readonly Pick<Step, 'name'>[],
  proofs: readonly Pick<Proof, 'figures' | 'name'>[],
  stopped: boolean,
): Verdict {
  const promises = proofs.flatMap(({ figures }) => figures.filter(isPromise))
  const broken = promises.filter(({ ok }) => !ok).length
  const missing = steps
    .map(({ name }) => name)
    .filter((name) => !proofs.some((proof) => proof.name === name && proof.figures.length > 0))
  const held = steps.length > 0 && promises.length > 0 && broken === 0 && missing.length === 0 && !stopped
  return { held, promises: promises.length, broken, missing }
}

/** The verdict as a headline. */
export function headline({ held, promises, broken, missing }: Verdict): string {
  if (held) return `All ${promises} promises held`
  if (broken > 0) return `${broken} of ${promises} promises broken`
  return missing.length > 0 ? `Not proved: ${missing.join(', ')} not finished` : 'Not proved: stopped early'
}
