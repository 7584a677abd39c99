// The clock of codes, tokens, proofs and OAuth sessions: the machine's, because oidc-provider reads no other.
import { type Clock, systemClock } from '../ports/clock.ts'

/**
 * What oidc-provider issued must be judged by the clock it was issued by. Whether data leaves is never judged by this
 * clock: that is decision time (design §4).
 */
export const tokenClock: Clock = systemClock
