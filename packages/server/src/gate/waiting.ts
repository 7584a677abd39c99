// Who waits for a turn: permission changes, answers that want through, and records that only have to be entered.
import type { Instant, PersonId } from '@countersign/protocol'
import type { Entered, ToEnter } from '../ledger/append.ts'
import type { ChangeRow } from '../store/ledger.ts'
import type { Reaches } from './harvest.ts'
import type { RestsOn } from './in-flight.ts'
import type { Change } from './turnstile-port.ts'

/** An answer that wants through. */
export interface Passage {
  /** The turns of what its look and its exit check saw. */
  readonly turns: readonly number[]
  /** The instant up to which the look stands. */
  readonly horizon: Instant
  readonly rests: RestsOn
  /** People some item of whom leaves through somebody else's grant; their notice is queued first (COP-04). */
  readonly throughOthers: readonly PersonId[]
  /** Whom it reaches; null when it releases nothing (COP-08). */
  readonly reaches: Reaches | null
  /** What to enter, made for the turn's time. */
  records(at: Instant): readonly ToEnter[]
}

/** Where the outcome goes. Exactly one of the two is called, once, and only when the outcome is durable. */
export interface Waiter<T> {
  settle(outcome: T): void
  fail(error: unknown): void
}

/** A permission change in the queue; it is told what it touched along with its outcome. */
export interface WaitingChange extends Waiter<{ value: unknown; changes: readonly ChangeRow[] }> {
  readonly kind: 'change'
  readonly change: Change<unknown>
}

/** Where an answer's records were entered, and the turn up to which nothing has come between it and its look. */
export interface Through {
  readonly entered: readonly Entered[]
  readonly turn: number
}

/** An answer in the queue; it is told where it was entered, or to look again. */
export interface WaitingAnswer extends Waiter<Through | 'again'> {
  readonly kind: 'answer'
  readonly passage: Passage
}

/** Records in the queue that rest on nothing: nothing sends them back. */
export interface WaitingEntry extends Waiter<void> {
  readonly kind: 'entry'
  records(at: Instant): readonly ToEnter[]
}

/** Anybody in the queue. */
export type Waiting = WaitingChange | WaitingAnswer | WaitingEntry
