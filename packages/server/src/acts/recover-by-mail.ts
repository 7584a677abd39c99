// Recovery by mail: a code goes to the addresses somebody proved, good once for a new password, for fifteen minutes.
import { loggable } from '../ports/loggable.ts'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { provenAddresses } from '../store/contacts.ts'
import { findLogin, holdLoginOf, loginForm } from '../store/logins.ts'
import { insertReset, personOfReset, takeReset } from '../store/recovery.ts'
import type { System } from '../system.ts'
import { languageOf } from './choose-language.ts'
import { mailWords } from './mail-words.ts'
import { hashPassword } from './password.ts'
import { replacePassword } from './replace-password.ts'
import { secretHash } from './secret-hash.ts'

/** A code from a mail is good for so long. */
export const RESET_MS = 15 * 60_000

type Needs = Pick<System, 'app' | 'clock' | 'random' | 'mail' | 'log' | 'settings'>

/**
 * Begins to send codes to whoever signs in with a name. It answers at once and nothing, before anything is looked up: the
 * time says as little as the words whether the name is known, or has an address.
 */
export function askForReset(system: Needs, login: string): void {
  void sendCodes(system, login).catch((error: unknown) => notSent(system, error))
}

function notSent({ log }: Needs, error: unknown): void {
  log.error(loggable(error), 'a mail to set a password anew was not sent')
}

async function sendCodes(system: Needs, login: string): Promise<void> {
  const { app, clock, random, mail, settings } = system
  const { publicUrl } = settings
  const found = await findLogin(app, loginForm(login))
  if (found === undefined) return
  const { person } = found
  const language = await languageOf(app, person)
  for (const to of await provenAddresses(app, person)) {
    const code = makeSecret(random)
    await insertReset(app, { hash: secretHash(code), person, expiresAt: clock.now() + RESET_MS })
    // One address that is not reached keeps the code from no other.
    await mail
      .send({ to, language, ...mailWords[language].reset(publicUrl, `${publicUrl}/recover?code=${code}`) })
      .catch((error: unknown) => notSent(system, error))
  }
}

/**
 * Sets a new password with a code from a mail. Every session ends, the other codes with it, and the person is told. It signs
 * nobody in.
 * @throws {Problem} WRONG_CODE for one that is unknown, used or too old; BAD_REQUEST for a password too short or too long
 */
export async function recoverByMail(
  system: Pick<System, 'app' | 'clock' | 'live' | 'random'>,
  { code, password }: { readonly code: string; readonly password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password, system.random)
  const hash = secretHash(code)
  const person = await personOfReset(system.app, hash, system.clock.now())
  if (person === undefined) throw new Problem('WRONG_CODE')
  await system.app.transaction(async (transaction) => {
    // Before the code: using one takes the others along, and two at once would each wait for the other's.
    await holdLoginOf(transaction, person)
    if (!(await takeReset(transaction, hash, system.clock.now()))) throw new Problem('WRONG_CODE')
    await replacePassword(system, transaction, { person, passwordHash, notice: 'password_recovered' })
  })
  system.live.tell({ type: 'sessions', person })
}
