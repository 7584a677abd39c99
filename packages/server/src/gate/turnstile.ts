// The turnstile (design §5 step 2): the queue in front of the turns. One process turns one batch at a time.
import type { Instant } from '@countersign/protocol'
import type { Ledger, ToEnter } from '../ledger/append.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Database, Session } from '../store/database.ts'
import type { ChangeRow } from '../store/ledger.ts'
import type { HarvestBreaker, Trip } from './harvest.ts'
import { type concerns, createInFlight } from './in-flight.ts'
import { runBatch, type TurnPoint } from './turn.ts'
import type { Applied, Change, Turnstile } from './turnstile-port.ts'
import type { Passage, Through, Waiter, Waiting } from './waiting.ts'

/** An answer that is through: entered, durable. It must call `done` when it is out, or will never be. */
export interface Passed extends Through {
  /** When the commit was known, on the monotonic clock. */
  readonly committedAt: number
  done(): void
}

/** The turnstile as the gate sees it: answers pass it too. */
export interface GateTurnstile extends Turnstile {
  /**
   * Passes an answer, or says `again` when something it rests on has changed since its look.
   * @throws {Problem} LEDGER_UNAVAILABLE when it cannot be recorded: then nothing may leave
   */
  pass(passage: Passage): Promise<Passed | 'again'>
  /** Enters records that release nothing and change nothing: corrections. @throws as `pass` */
  enter(records: (at: Instant) => readonly ToEnter[]): Promise<void>
  /** Enters what waits beside the ledger, if anything does. @throws as `pass` */
  recover(): Promise<void>
}

/** What the turnstile needs around it. */
export interface TurnstileContext extends Ledger {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly log: { error(detail: object, message: string): void; warn(detail: object, message: string): void }
  /** Weighs whom each answer reaches (COP-08). */
  readonly breaker: HarvestBreaker
  /** Suspends a partner inside a turn; `main.ts` gives the act every suspension takes. */
  readonly freeze: (session: Session, trip: Trip, at: Instant) => Promise<Applied<unknown>>
  /** Called at every named point of a turn; tests stop or kill there. */
  readonly at?: (point: TurnPoint) => Promise<void> | void
  /** Whether a change concerns an answer; proofs plant a faulty one, the server passes none. */
  readonly concerns?: typeof concerns
}

/** A turnstile over a pool of its own login. */
export function createTurnstile(context: TurnstileContext): GateTurnstile {
  const queue: Waiting[] = []
  const inFlight = createInFlight()
  let turning = false

  async function turn(): Promise<void> {
    if (turning) return
    turning = true
    try {
      while (queue.length > 0) await runBatch(context, queue)
    } finally {
      turning = false
    }
  }

  function wait<T>(make: (waiter: Waiter<T>) => Waiting): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    queue.push(make({ settle: resolve, fail: reject }))
    void turn()
    return promise
  }

  function enter(records: (at: Instant) => readonly ToEnter[]): Promise<void> {
    return wait<void>((waiter) => ({ kind: 'entry', records, ...waiter }))
  }

  return {
    async change<T>(change: Change<T>) {
      const { value, changes } = await wait<{ value: unknown; changes: readonly ChangeRow[] }>((waiter) => ({
        kind: 'change',
        change,
        ...waiter,
      }))
      await inFlight.settled(changes)
      // The queue holds changes of every type; what comes back is what this one's `apply` returned.
      return value as T
    },
    async pass(passage) {
      // Registered before the commit, so that a withdrawal of a later turn already sees it.
      const out = inFlight.add(passage.rests)
      try {
        const through = await wait<Through | 'again'>((waiter) => ({
          kind: 'answer',
          passage,
          ...waiter,
        }))
        if (through !== 'again') return { ...through, committedAt: context.clock.monotonic(), done: out }
      } catch (error) {
        out()
        throw error
      }
      out()
      return 'again'
    },
    enter,
    recover: () => enter(() => []),
  }
}
