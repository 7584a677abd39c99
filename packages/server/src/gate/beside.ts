// While the ledger cannot be written: an act that tightens is stored beside it and enforced at once (design §5).
import type { Instant } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { type Session, sqlState, underSavepoint } from '../store/database.ts'
import { type ChangeRow, insertChanges, insertPending, lockHead, readMoment } from '../store/ledger.ts'
import { changeRow, toEnter } from './entering.ts'
import type { TurnstileContext } from './turnstile.ts'
import type { Change } from './turnstile-port.ts'
import { newUuid } from './uuid.ts'

/**
 * Makes a change without a turn. Its change rows have no turn, so they count as later than every look; its records
 * wait and are entered first on recovery. The head is locked while it happens, so that no other server's turn can
 * release what this takes away after it was acknowledged.
 * @throws {Problem} what the change throws; LEDGER_UNAVAILABLE when even this cannot be stored
 */
export async function changeBeside(
  context: TurnstileContext,
  change: Change<unknown>,
): Promise<{ value: unknown; changes: readonly ChangeRow[] }> {
  const { db, clock, random, logId } = context
  const named = <T>(items: readonly T[]): readonly (T & { uuid: string })[] =>
    items.map((item) => ({ ...item, uuid: newUuid(clock, random) }))
  try {
    return await db.transaction(async (session) => {
      const headTime = await lockIfPossible(session, logId)
      const { databaseTime, pendingAt } = await readMoment(session, logId)
      const at = Math.max(headTime, pendingAt, clock.decisionTime(databaseTime))
      const { value, touches, records } = await change.apply(session, at)
      const changes = touches.map(changeRow)
      await insertChanges(session, logId, null, named(changes))
      await insertPending(session, logId, at, named(records.map((record) => ({ record: toEnter(record) }))))
      return { value, changes }
    })
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('LEDGER_UNAVAILABLE', { cause: error })
  }
}

/**
 * A head that may not be locked at all (SQLSTATE class 42: no privilege, no table) can be moved by no server, so nothing is
 * lost by going on without the lock. Any other failure, waiting too long above all, ends the attempt.
 */
async function lockIfPossible(session: Session, logId: number): Promise<Instant> {
  try {
    const { headTime } = await underSavepoint(session, () => lockHead(session, logId))
    return headTime
  } catch (error) {
    if (!sqlState(error)?.startsWith('42')) throw error
    return 0
  }
}
