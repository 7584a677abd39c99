// Instants and intervals: UTC milliseconds, intervals closed at the start and open at the end.

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** A stretch of time [start, end); `end` null is without end. */
export interface Interval {
  readonly start: Instant
  readonly end: Instant | null
}

/** A day in milliseconds. */
export const DAY_MS = 86_400_000

/** Whether `at` lies in [start, end). */
export function within(interval: Interval, at: Instant): boolean {
  return at >= interval.start && (interval.end === null || at < interval.end)
}
