// What has been seen so far, as plain data that workers send and that adds up.
import type { ExpectedAnswer, WorldCall } from '../../worlds/world-state.ts'

/** Counts of a run. */
export interface Tally {
  worlds: number
  calls: number
  http: number
  differences: number
  hits: number
  /** Answers compared byte by byte for COP-01, and how many were not the same. */
  traceless: number
  traces: number
  /** Calls by verb, and how they ended: a refusal's code, `items` or `empty`. */
  readonly outcomes: Record<string, number>
  /** What was withheld, by the reading that did it first; told of one world in ten. */
  readonly withheld: Record<string, number>
}

/** Nothing seen yet. */
export function emptyTally(): Tally {
  const counts = { worlds: 0, calls: 0, http: 0, differences: 0, hits: 0, traceless: 0, traces: 0 }
  return { ...counts, outcomes: {}, withheld: {} }
}

/** Counts how a call ended. */
export function countOutcome(tally: Tally, { verb }: WorldCall, answer: ExpectedAnswer): void {
  const how = answer.outcome === 'refuse' ? answer.code : answer.items.length > 0 ? 'items' : 'empty'
  count(tally.outcomes, `${verb} ${how}`)
}

/** Adds one under a name. */
export function count(counts: Record<string, number>, name: string, n = 1): void {
  counts[name] = (counts[name] ?? 0) + n
}

/** Adds what another has seen. */
export function addTally(to: Tally, { outcomes, withheld, ...counts }: Tally): void {
  for (const [name, n] of Object.entries(counts) as [keyof typeof counts, number][]) to[name] += n
  for (const [name, n] of Object.entries(outcomes)) count(to.outcomes, name, n)
  for (const [name, n] of Object.entries(withheld)) count(to.withheld, name, n)
}

/** How calls ended, whatever their verb. */
export function endings({ outcomes }: Tally): Readonly<Record<string, number>> {
  const ends: Record<string, number> = {}
  for (const [name, n] of Object.entries(outcomes)) count(ends, name.slice(name.indexOf(' ') + 1), n)
  return ends
}
