// Medians, spreads, and ratios of peers that were measured side by side, with how sure one can be of them.
import { unit } from './data/chance.ts'

/** The middle of some numbers; NaN for none. What is no number, such as the latency where nothing was answered, is left out. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}

/** A figure over the blocks of a run: its median, and the least and the most of them. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The spread of some numbers. */
export function spreadOf(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value))
  return { median: median(known), least: Math.min(...known), most: Math.max(...known) }
}

/** A ratio of two peers: the median of the ratios of each block, and the range the median is in with 95 in 100. */
export interface Ratio {
  readonly median: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 1_000

/**
 * The ratio of peers measured in the same blocks, by the percentile bootstrap (Efron 1979): noise that hits both of a
 * block cancels, what is left decides how wide the range is. With few blocks it is no narrower than the blocks' own.
 */
export function ratioOf(pairs: readonly (readonly [number, number])[], seed: number): Ratio {
  const ratios = pairs.map(([a, b]) => a / b)
  const medians = Array.from({ length: RESAMPLES }, (_, n) =>
    median(ratios.map((__, i) => ratios[Math.floor(unit(seed, 900 + i, n) * ratios.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b)
  const at = (q: number): number => medians[Math.floor(q * RESAMPLES)] ?? Number.NaN
  return { median: median(ratios), low: at(0.025), high: at(0.975) }
}
