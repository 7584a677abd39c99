// Signs a person in with a passkey: nothing is typed, and nothing that is told to a false site is of use at this one.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { checkPasskey, type PasskeyAnswer, type PasskeyAsk, passkeyAsk } from './check-passkey.ts'
import { secretHash } from './secret-hash.ts'
import { type OpenedSession, openSession, type SigningBrowser } from './session.ts'

type Needs = Pick<System, 'app' | 'clock' | 'random' | 'settings'>

/** What to ask any passkey of this site for. `browser` is the secret in the browser's cookie. @throws {Problem} NO_PASSKEYS */
export function askForPasskey(system: Needs, browser: string): Promise<PasskeyAsk> {
  return passkeyAsk(system, { use: 'sign_in', browser: secretHash(browser) })
}

/** Checks what the passkey signed and opens a session. @throws {Problem} PASSKEY, alike for all that can be wrong */
export async function signInWithPasskey(
  system: Needs,
  { browser, answer }: { readonly browser: string; readonly answer: PasskeyAnswer },
  from: SigningBrowser,
): Promise<OpenedSession & { readonly person: PersonId }> {
  const { person } = await checkPasskey(system, { use: 'sign_in', browser: secretHash(browser) }, answer)
  if ((await findPerson(system.app, person))?.account !== 'open') throw new Problem('PASSKEY')
  return { person, ...(await openSession(system, person, from)) }
}
