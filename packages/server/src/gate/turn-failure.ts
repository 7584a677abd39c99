// When a turn fails: what is known of it, who tries again, and what holds although the ledger cannot be written.
import { loggable } from '../ports/loggable.ts'
import { Problem } from '../problems.ts'
import { CommitUnknownError, CommitWarningError, isConnectionLost, sqlState } from '../store/database.ts'
import { batchCommitted } from '../store/ledger.ts'
import { changeBeside } from './beside.ts'
import type { Attempt } from './turn.ts'
import type { TurnstileContext } from './turnstile.ts'
import type { Waiting } from './waiting.ts'

/** How long the fate of a commit is asked after. */
const ASK_FOR_MS = 10_000
const ASK_EVERY_MS = 200
/** lock_not_available: `lock_timeout` of our logins passed (migrate.ts). */
const HELD_TOO_LONG = '55P03'

/** What follows a failed turn. */
type Next = 'committed' | 'retry' | 'one by one' | { giveUp(batch: readonly Waiting[]): Promise<void> }

/**
 * Judges a failure. A turn whose commit nobody can vouch for is given up without storing anything beside the ledger: its
 * changes may have happened. One lost connection is tried again on another; anything else once for each request alone.
 */
export async function afterFailure(
  context: TurnstileContext,
  attempt: Attempt,
  error: unknown,
  retrying: boolean,
): Promise<Next> {
  if (error instanceof CommitWarningError) return unknown(context, attempt, error)
  if (error instanceof CommitUnknownError) {
    const committed = await wasCommitted(context, attempt.batchId)
    if (committed === 'unknown') return unknown(context, attempt, error)
    if (committed) return 'committed'
  }
  if (isConnectionLost(error) && !retrying) return 'retry'
  // Without the head nobody's request was at fault, and alone it would only wait as long again.
  if (attempt.batch !== undefined && attempt.batch.length > 1 && !isConnectionLost(error)) return 'one by one'
  context.log.error(loggable(error), 'the ledger cannot be written')
  // Somebody holds the head and did not let go in time: beside the ledger it would be waited for in vain too.
  if (sqlState(error) === HELD_TOO_LONG) return { giveUp: async (batch) => refuseAll(batch, error) }
  return { giveUp: (batch) => keepWhatTightens(context, batch, error) }
}

function unknown(context: TurnstileContext, { batchId }: Attempt, error: unknown): Next {
  context.log.error(
    { ...loggable(error), batch: batchId },
    'nobody can vouch for the commit of a turn; its requests are refused',
  )
  return { giveUp: async (batch) => refuseAll(batch, error) }
}

/** After a lost connection: was the batch committed? Asked until it can be answered, for ten seconds. */
async function wasCommitted(context: TurnstileContext, batchId: string): Promise<boolean | 'unknown'> {
  const started = context.clock.monotonic()
  while (context.clock.monotonic() - started < ASK_FOR_MS) {
    try {
      return await context.db.transaction((session) => batchCommitted(session, context.logId, batchId))
    } catch {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
  }
  return 'unknown'
}

/** Answers are refused, what loosens is refused, what tightens is kept beside the ledger and holds at once. */
async function keepWhatTightens(
  context: TurnstileContext,
  batch: readonly Waiting[],
  cause: unknown,
): Promise<void> {
  let reachable = true
  for (const waiting of batch) {
    if (waiting.kind !== 'change' || waiting.change.direction === 'loosens' || !reachable) {
      refuseAll([waiting], cause)
      continue
    }
    try {
      waiting.settle(await changeBeside(context, waiting.change))
    } catch (error) {
      // Waiting as long again for each of a long queue would help none of them.
      reachable = error instanceof Problem && !isOutOfReach(error.cause)
      waiting.fail(error)
    }
  }
}

function isOutOfReach(error: unknown): boolean {
  return isConnectionLost(error) || sqlState(error) === HELD_TOO_LONG
}

function refuseAll(batch: readonly Waiting[], cause: unknown): void {
  for (const waiting of batch) waiting.fail(new Problem('LEDGER_UNAVAILABLE', { cause }))
}
