// A clock that stands still until a test moves it.
import type { Clock } from '../../server/src/ports/clock.ts'

/** A clock under a test's control. Its decision time is its own, whatever the database says. */
export interface TestClock extends Clock {
  /** Moves time on by some milliseconds, or back when negative. */
  advance(milliseconds: number): void
  set(at: number): void
}

/** A clock that starts at `at` and moves only when told. */
export function testClock(at = Date.UTC(2026, 5, 1, 12)): TestClock {
  let now = at
  return {
    now: () => now,
    decisionTime: () => now,
    monotonic: () => performance.now(),
    advance: (milliseconds) => {
      now += milliseconds
    },
    set: (instant) => {
      now = instant
    },
  }
}
