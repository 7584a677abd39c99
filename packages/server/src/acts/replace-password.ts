// A new password in the place of the old one: who is signed in is not any more, and the person hears of it.
import type { NoticeKind, PersonId, SessionId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { savePasswordHash } from '../store/logins.ts'
import { deleteResetsOf } from '../store/recovery.ts'
import { deleteOtherSessions, deleteSessionsOf } from '../store/sessions.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { hashPassword } from './password.ts'
import { assertProven, holdWaysIn } from './prove-again.ts'
import type { OwnSession } from './session.ts'

/** What replaces what. */
interface Replacement {
  readonly person: PersonId
  readonly passwordHash: string
  readonly notice: NoticeKind
  /** The session that goes on; without one, all end. */
  readonly kept?: SessionId
}

/** Inside a transaction that holds the person's login (`holdLoginOf`): puts the new hash in place, ends sessions and every code that is on its way by mail, and queues the notice. */
export async function replacePassword(
  system: Pick<System, 'clock' | 'random'>,
  session: Session,
  { person, passwordHash, notice, kept }: Replacement,
): Promise<void> {
  await savePasswordHash(session, person, passwordHash)
  await deleteResetsOf(session, person)
  if (kept === undefined) await deleteSessionsOf(session, person)
  else await deleteOtherSessions(session, person, kept)
  await queueAccountNotice(system, session, person, notice)
}

/**
 * Changes one's own password; every other browser is signed out.
 * @throws {Problem} PROVE_AGAIN; BAD_REQUEST for one too short or too long
 */
export async function changePassword(
  system: Pick<System, 'app' | 'clock' | 'live' | 'random'>,
  own: OwnSession,
  password: string,
): Promise<void> {
  assertProven(system, own)
  const passwordHash = await hashPassword(password, system.random)
  const { person, id: kept } = own
  await system.app.transaction(async (transaction) => {
    await holdWaysIn(system, transaction, own)
    await replacePassword(system, transaction, { person, passwordHash, notice: 'password_changed', kept })
  })
  system.live.tell({ type: 'sessions', person })
}
