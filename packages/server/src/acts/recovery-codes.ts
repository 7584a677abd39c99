// Recovery codes: ten on paper, each good for setting a new password once and for nothing else.
import { makeId, type Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findLogin, holdLoginOf, loginForm } from '../store/logins.ts'
import { replaceRecoveryCodes, useRecoveryCode } from '../store/recovery.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { hashPassword } from './password.ts'
import { assertProven, holdWaysIn } from './prove-again.ts'
import { replacePassword } from './replace-password.ts'
import { secretHash } from './secret-hash.ts'
import type { OwnSession } from './session.ts'

const HOW_MANY = 10
/** Crockford's base 32: no two digits that look alike on paper. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** A hundred bits each: nobody guesses one, also not with the stored hashes at hand. */
const CODE_DIGITS = 20
const GROUP = 5

/**
 * Makes new codes in the place of all before; only their hashes are stored, so this is the one time they can be seen.
 * @throws {Problem} PROVE_AGAIN
 */
export async function makeRecoveryCodes(
  system: Pick<System, 'app' | 'clock' | 'random'>,
  session: OwnSession,
): Promise<readonly string[]> {
  assertProven(system, session)
  const { person } = session
  const codes = Array.from({ length: HOW_MANY }, () => makeCode(system.random))
  const at = system.clock.now()
  await system.app.transaction(async (transaction) => {
    const hashes = codes.map((code) => secretHash(codeForm(code)))
    await holdWaysIn(system, transaction, session)
    await replaceRecoveryCodes(transaction, person, hashes, at)
    await queueAccountNotice(system, transaction, person, 'recovery_codes_made')
  })
  return codes
}

/**
 * Sets a new password with a recovery code. Every session ends, and the person is told. It signs nobody in.
 * @throws {Problem} WRONG_CODE, alike and after the same work for a wrong name and a wrong or used code; BAD_REQUEST for a
 *   password too short or too long, before the code is looked at
 */
export async function recoverByCode(
  system: Pick<System, 'app' | 'clock' | 'live' | 'random'>,
  { login, code, password }: { readonly login: string; readonly code: string; readonly password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password, system.random)
  const found = await findLogin(system.app, loginForm(login))
  const hash = secretHash(codeForm(code))
  const at = system.clock.now()
  // Nobody has no codes: the same questions are asked about somebody made up.
  const person = found?.person ?? makeId('person', at, system.random)
  await system.app.transaction(async (transaction) => {
    await holdLoginOf(transaction, person)
    if (!(await useRecoveryCode(transaction, { person, hash, at }))) throw new Problem('WRONG_CODE')
    await replacePassword(system, transaction, { person, passwordHash, notice: 'password_recovered' })
  })
  system.live.tell({ type: 'sessions', person })
}

function makeCode(random: Random): string {
  const digits = [...random.bytes(CODE_DIGITS)].map((byte) => DIGITS[byte % DIGITS.length])
  return Array.from({ length: CODE_DIGITS / GROUP }, (_, i) =>
    digits.slice(i * GROUP, (i + 1) * GROUP).join(''),
  ).join('-')
}

/** The one form of a code, however it was typed from paper. */
function codeForm(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
