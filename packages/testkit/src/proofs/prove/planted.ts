// The faults planted on purpose in a proof: told as figures, or, where there are many, among its details.

import type { Figure } from '../figures.ts'
import type { Proof } from './run-step.ts'

/** Whether a figure is of a planted fault: such a figure expects it found. */
export function isFault({ expected }: Figure): boolean {
  return expected === 'found'
}

/** Every planted fault of a proof as a figure: after how long it was found, or that it was not; those missed first. */
export function plantedFaults(proof: Pick<Proof, 'details' | 'figures'>): readonly Figure[] {
  const hunted = huntsIn(proof).map(
    ({ layer, what, duty, calls, found }): Figure => ({
      what: `${layer}: ${what}`,
      duty,
      expected: 'found',
      seen: found ? `after ${calls} calls` : `not in ${calls} calls`,
      ok: found,
    }),
  )
  return [...proof.figures.filter(isFault), ...hunted].toSorted((a, b) => Number(a.ok) - Number(b.ok))
}

/** A fault hunted by random worlds. */
export interface Hunted {
  readonly layer: string
  readonly what: string
  readonly duty: string
  readonly calls: number
  readonly found: boolean
}

/** The hunts a proof tells among its details; none where it does not. */
export function huntsIn({ details }: Pick<Proof, 'details'>): readonly Hunted[] {
  const { faults } = details
  if (!Array.isArray(faults)) return []
  return (faults as Record<string, unknown>[]).map(({ layer, what, duty, calls, found }) => ({
    layer: String(layer),
    what: String(what),
    duty: String(duty),
    calls: Number(calls),
    found: found !== null && found !== false && found !== undefined,
  }))
}
