// A clock that can be moved, for the throwaway servers of demos alone: what took years is played in minutes.
import type { Instant } from '@countersign/protocol'
import type { Clock } from '../ports/clock.ts'

/** A clock of one server: it goes on by itself, stands still, or is moved ahead. Decisions and jobs follow it. */
export interface MovableClock extends Clock {
  /**
   * Moves it to an instant, from which it runs or where it stands, so that a millisecond can be looked at.
   * @throws RangeError for an instant that has been: what was entered since then would lie in the future
   */
  moveTo(at: Instant, pace: 'runs' | 'stands'): void
}

/** A clock that runs from an instant on. Its decision time is its own: the database knows nothing of the story. */
export function movableClock(from: Instant): MovableClock {
  let at = from
  let since: number | null = performance.now()
  const now = (): Instant => (since === null ? at : at + Math.floor(performance.now() - since))
  return {
    now,
    decisionTime: now,
    monotonic: () => performance.now(),
    moveTo(next, pace) {
      if (next < now()) throw new RangeError('the clock of a server cannot go back')
      at = next
      since = pace === 'runs' ? performance.now() : null
    },
  }
}
