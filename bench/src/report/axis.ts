// Axes of plots: logarithmic, because peers differ by factors and not by sums.

/** Where a value stands on an axis. */
export interface Axis {
  /** In units of the drawing. */
  at(value: number): number
  readonly ticks: readonly number[]
}

/** Room beyond the outermost values, in decades. */
const ROOM = 0.06
/** No axis is shorter than this, so that values close together look close together. */
const LEAST_SPAN = 0.4
const MOST_TICKS = 6

/** An axis for values above zero that begins at `from` and ends at `to`. */
export function logAxis(values: readonly number[], from: number, to: number): Axis {
  const logs = values.filter((value) => Number.isFinite(value) && value > 0).map(Math.log10)
  const least = logs.reduce((a, b) => Math.min(a, b), logs[0] ?? 0) - ROOM
  const most = logs.reduce((a, b) => Math.max(a, b), logs[0] ?? 0) + ROOM
  const span = Math.max(most - least, LEAST_SPAN)
  return {
    at(value) {
      const place = value > 0 ? (Math.log10(value) - least) / span : 0
      return from + Math.min(1, Math.max(0, place)) * (to - from)
    },
    ticks: ticksOf(least, least + span),
  }
}

/** Ticks at 1, 2 and 5 of each decade, or only at 1 where that would be too many. */
function ticksOf(least: number, most: number): readonly number[] {
  const decades = Array.from(
    { length: Math.ceil(most) - Math.floor(least) + 1 },
    (_, n) => Math.floor(least) + n,
  )
  const all = decades.flatMap((decade) => [1, 2, 5].map((digit) => digit * 10 ** decade))
  const shown = all.filter((tick) => Math.log10(tick) >= least && Math.log10(tick) <= most)
  return shown.length <= MOST_TICKS ? shown : shown.filter((tick) => Number.isInteger(Math.log10(tick)))
}
