// A person's passkeys as they keep them: see, rename, remove.
import type { PasskeyId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findLoginOf } from '../store/logins.ts'
import { deletePasskey, passkeysOf, savePasskeyName } from '../store/passkeys.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { assertProven, holdWaysIn } from './prove-again.ts'
import type { OwnSession } from './session.ts'

/** Calls a passkey something else. @throws {Problem} NOT_FOUND when it is not theirs */
export async function renamePasskey(
  { app }: Pick<System, 'app'>,
  named: { readonly person: PersonId; readonly passkey: PasskeyId; readonly name: string },
): Promise<void> {
  if (!(await savePasskeyName(app, named))) throw new Problem('NOT_FOUND')
}

/**
 * Takes a passkey away and tells the person. It opens nothing from then on; browsers it signed in stay signed in.
 * @throws {Problem} PROVE_AGAIN; NOT_FOUND when it is not theirs; LAST_WAY_IN for the only one of somebody without a password
 */
export async function removePasskey(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  session: OwnSession,
  passkey: PasskeyId,
): Promise<void> {
  assertProven(system, session)
  const { person } = session
  await system.app.transaction(async (transaction) => {
    await holdWaysIn(system, transaction, session)
    if (!(await deletePasskey(transaction, person, passkey))) throw new Problem('NOT_FOUND')
    const hasPassword = (await findLoginOf(transaction, person))?.passwordHash != null
    if (!hasPassword && (await passkeysOf(transaction, person)).length === 0) throw new Problem('LAST_WAY_IN')
    await queueAccountNotice(system, transaction, person, 'passkey_removed')
  })
}
