// Signs a person in with login and password. It opens a session and nothing else: no grant ever comes of it (PER-02).
import type { PersonId } from '@countersign/protocol'
import type { System } from '../system.ts'
import { checkPassword } from './password.ts'
import { type OpenedSession, openSession, type SigningBrowser } from './session.ts'

/** Checks the password and opens a session. @throws {Problem} WRONG_PASSWORD, alike for a wrong name and password */
export async function signIn(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  credentials: { readonly login: string; readonly password: string },
  from?: SigningBrowser,
): Promise<OpenedSession & { readonly person: PersonId }> {
  const person = await checkPassword(system, credentials)
  return { person, ...(await openSession(system, person, from)) }
}
