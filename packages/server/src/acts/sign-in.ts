// Signs a person in with login and password. It opens a session and nothing else: no grant ever comes of it (PER-02).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findLoginOf, holdLoginOf } from '../store/logins.ts'
import type { System } from '../system.ts'
import { checkLogin } from './password.ts'
import { type OpenedSession, openSession, type SigningBrowser } from './session.ts'

/**
 * Checks the password and opens a session, unless the password was replaced while it was checked: that ended every session,
 * and this one is no exception. @throws {Problem} WRONG_PASSWORD, alike for a wrong name and password
 */
export async function signIn(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  credentials: { readonly login: string; readonly password: string },
  from?: SigningBrowser,
): Promise<OpenedSession & { readonly person: PersonId }> {
  const { person, passwordHash } = await checkLogin(system, credentials)
  return system.app.transaction(async (transaction) => {
    await holdLoginOf(transaction, person)
    if ((await findLoginOf(transaction, person))?.passwordHash !== passwordHash)
      throw new Problem('WRONG_PASSWORD')
    return { person, ...(await openSession({ ...system, app: transaction }, person, from)) }
  })
}
