// Showing once more that it is oneself: before a way into the account is added or taken away (OWASP ASVS 5.0 §7.5.1).
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findLoginOf, holdLoginOf } from '../store/logins.ts'
import { findSession, saveProof } from '../store/sessions.ts'
import type { System } from '../system.ts'
import { checkPasskey, type PasskeyAnswer, type PasskeyAsk, passkeyAsk } from './check-passkey.ts'
import { matchesPassword } from './password.ts'
import type { OwnSession } from './session.ts'

/** For so long it counts as shown. */
export const PROOF_MS = 10 * 60_000

/** @throws {Problem} PROVE_AGAIN unless the session's person showed within ten minutes that it is they */
export function assertProven({ clock }: Pick<System, 'clock'>, { provedAt }: OwnSession): void {
  if (provedAt === null || clock.now() - provedAt >= PROOF_MS) throw new Problem('PROVE_AGAIN')
}

/**
 * Holds a person's ways in until the transaction ends, where the session still stands: a recovery that ended it meanwhile was
 * there first, and nothing is added behind its back. @throws {Problem} SIGN_IN
 */
export async function holdWaysIn(
  { clock }: Pick<System, 'clock'>,
  transaction: Session,
  { person, hash }: OwnSession,
): Promise<void> {
  await holdLoginOf(transaction, person)
  if ((await findSession(transaction, hash, clock.now())) === undefined) throw new Problem('SIGN_IN')
}

/** Shows it by the password. @throws {Problem} WRONG_PASSWORD, also for a person who has none */
export async function proveByPassword(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  session: OwnSession,
  password: string,
): Promise<void> {
  const login = await findLoginOf(app, session.person)
  const stored = login?.passwordHash ?? null
  if (stored === null || !(await matchesPassword(password, stored))) throw new Problem('WRONG_PASSWORD')
  await saveProof(app, session.hash, clock.now())
}

/** What to ask a passkey of the person for. @throws {Problem} NO_PASSKEYS */
export function askForProof(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings'>,
  { hash, person }: OwnSession,
): Promise<PasskeyAsk> {
  return passkeyAsk(system, { use: 'prove', browser: hash }, person)
}

/** Shows it by one of the person's own passkeys. @throws {Problem} PASSKEY, also for another person's */
export async function proveByPasskey(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings'>,
  { hash, person }: OwnSession,
  answer: PasskeyAnswer,
): Promise<void> {
  await checkPasskey(system, { use: 'prove', browser: hash }, answer, person)
  await saveProof(system.app, hash, system.clock.now())
}
