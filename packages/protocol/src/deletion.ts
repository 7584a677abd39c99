// A person's ask that a company delete what it got of theirs, as a union on its state, with its transitions (DEL-02, DEL-03).
import type { DeletionStatement } from './deletion-statement.ts'
import type { DeletionId, FeatureId, PartnerId, PersonId } from './ids.ts'
import { err, ok, type Result } from './result.ts'
import { DAY_MS, type Instant } from './time.ts'

/** So long a company has to answer; silence beyond it suspends the company (DEL-02). */
export const DELETION_DUE_MS = 10 * DAY_MS
/** After an answer that left something, the same is asked again no sooner than this. */
export const DELETION_AGAIN_MS = 30 * DAY_MS

interface DeletionTerms {
  readonly id: DeletionId
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** Whether it is about what came through the person's own permission or through those of others; never both at once. */
  readonly through: 'own' | 'other'
  readonly logId: number
  /** It is about what the ledger has after the one leaf, up to the other. */
  readonly after: number
  readonly upTo: number
  readonly askedAt: Instant
  readonly dueAt: Instant
}

/** Asked, and there is time left to answer. */
export interface AskedDeletion extends DeletionTerms {
  readonly state: 'asked'
}
/** The time passed without an answer. It can still be given. */
export interface OverdueDeletion extends DeletionTerms {
  readonly state: 'overdue'
  readonly overdueAt: Instant
}
/** The company said what it did, once and for all. */
export interface AnsweredDeletion extends DeletionTerms {
  readonly state: 'answered'
  /** When silence was found before the answer came; null when it came in time. */
  readonly overdueAt: Instant | null
  readonly answeredAt: Instant
  readonly statement: DeletionStatement
  /** How many different items the ledger has, counted when the statement came. */
  readonly items: number
}
/** A person's ask that a company delete. */
export type Deletion = AskedDeletion | OverdueDeletion | AnsweredDeletion

/** Why it does not go on. */
export type DeletionError = 'DELETION_ANSWERED' | 'DELETION_NOT_DUE'

/** A new ask, due in {@link DELETION_DUE_MS}. */
export function askDeletion(terms: Omit<DeletionTerms, 'dueAt'>): AskedDeletion {
  return { ...terms, dueAt: terms.askedAt + DELETION_DUE_MS, state: 'asked' }
}

/** The ask with its time passed; what is overdue already or answered is not found so again. */
export function passDue(deletion: Deletion, at: Instant): Result<OverdueDeletion, DeletionError> {
  if (deletion.state !== 'asked') return err('DELETION_ANSWERED')
  if (at < deletion.dueAt) return err('DELETION_NOT_DUE')
  return ok({ ...deletion, state: 'overdue', overdueAt: at })
}

/** The ask with its answer, also when it comes late. A second answer changes nothing. */
export function answerDeletion(
  deletion: Deletion,
  {
    statement,
    items,
    at,
  }: { readonly statement: DeletionStatement; readonly items: number; readonly at: Instant },
): Result<AnsweredDeletion, Exclude<DeletionError, 'DELETION_NOT_DUE'>> {
  if (deletion.state === 'answered') return err('DELETION_ANSWERED')
  const overdueAt = deletion.state === 'overdue' ? deletion.overdueAt : null
  return ok({ ...deletion, state: 'answered', overdueAt, answeredAt: at, statement, items })
}

/** Whether what a company says is gone is as many items as the ledger says it got. Who kept something counted nothing. */
export function countsAgree({ statement, items }: Pick<AnsweredDeletion, 'statement' | 'items'>): boolean {
  return statement.outcome === 'kept' || statement.items === items
}

/** Whether nothing is left by its own words: all items, everywhere they were handed on to, and what was made from them. */
export function isAllGone(deletion: Pick<AnsweredDeletion, 'statement' | 'items'>): boolean {
  const { statement } = deletion
  if (statement.outcome === 'kept' || !countsAgree(deletion)) return false
  const { sub_holders: holders, derived_data: derived } = statement
  return holders.every(({ deleted }) => deleted) && (!derived.made || derived.deleted)
}

/**
 * From which leaf on the same may be asked again at `at`; undefined while it may not. Where all is gone, only what came
 * later is left to ask for; where something stayed, all of it is, after a while; while an ask is open, nothing is.
 */
export function askableAfter(last: Deletion | undefined, at: Instant): number | undefined {
  if (last === undefined) return -1
  if (last.state !== 'answered') return undefined
  if (isAllGone(last)) return last.upTo
  return at >= last.answeredAt + DELETION_AGAIN_MS ? last.after : undefined
}
