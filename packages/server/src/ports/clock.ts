// Time as an argument: the port every rule takes its time from, and the system's own clock.
import type { Instant } from '@countersign/protocol'

/** Where time comes from. Two clocks may disagree; the ledger head makes decision time go forward only. */
export interface Clock {
  /** The time of this process, for what decides nothing about people's data: sessions, cookies, proofs of possession. */
  now(): Instant
  /**
   * The time an act or decision happens at, given what the database says its statement time is. The system clock
   * answers the database's, so that all servers on one database share one time; a test's clock answers its own.
   */
  decisionTime(databaseTime: Instant): Instant
  /** Milliseconds that never go back, for measuring how long something took. */
  monotonic(): number
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  decisionTime: (databaseTime) => databaseTime,
  monotonic: () => performance.now(),
}
