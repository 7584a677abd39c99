// The time an act of the people's side happens at, on the same clock as decisions (design §4).
import type { Instant } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { startLook } from '../store/facts.ts'
import type { System } from '../system.ts'

/**
 * The later of the database's statement time and the ledger head's time: what is sent after a membership or a permission
 * began is never dated before it, even when the machine's clock went back.
 */
export async function decisionTime(
  { clock, settings }: Pick<System, 'clock' | 'settings'>,
  session: Session,
): Promise<Instant> {
  const { databaseTime, headTime } = await startLook(session, settings.logId)
  return Math.max(clock.decisionTime(databaseTime), headTime)
}
