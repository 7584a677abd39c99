// What passes the turnstile (design §5): permission changes and answers, in the one order the ledger keeps.
import type { FeatureId, Instant, LedgerRecord, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'

/** What a change touches; an answer in flight that rests on any of it goes back to look. */
export interface Touch {
  readonly person?: PersonId
  readonly partner?: PartnerId
  readonly feature?: FeatureId
  readonly thread?: ThreadId
}

/** A record for one person's chain with one partner (null: acts that concern no partner). */
export interface PersonRecord {
  readonly person: PersonId
  readonly partner: PartnerId | null
  readonly record: LedgerRecord
}

/** A record of the public register, about a partner and no person. */
export interface RegisterRecord {
  readonly register: PartnerId
  readonly record: LedgerRecord
}

/** What part of a change touched, and what the ledger says of it. */
export interface Entered {
  readonly touches: readonly Touch[]
  readonly records: readonly RegisterRecord[]
}

/** What a change did: its outcome, what it touched, what the ledger says of it. */
export interface Applied<T> {
  readonly value: T
  readonly touches: readonly Touch[]
  readonly records: readonly (PersonRecord | RegisterRecord)[]
}

/** A change of what decisions read. */
export interface Change<T> {
  /** Whether it takes permission away; such a change holds even while the ledger cannot be written. */
  readonly direction: 'tightens' | 'loosens'
  /**
   * Makes the change inside the turnstile's transaction, with the head locked, at decision time `at`. Throws a Problem
   * to refuse: then nothing of it stays. May run twice when a batch is tried again, so it holds no state of its own.
   */
  apply(session: Session, at: Instant): Promise<Applied<T>>
}

/** The only writer of permissions and of the ledger. */
export interface Turnstile {
  /**
   * Makes a change in the ledger's order and resolves once it is durable and every answer in flight in this server that
   * rested on what it touches has finished. While the ledger cannot be written, a change that tightens is stored beside
   * it, enforced at once and entered first on recovery; one that loosens is refused.
   * @throws {Problem} what `apply` throws; LEDGER_UNAVAILABLE
   */
  change<T>(change: Change<T>): Promise<T>
}
