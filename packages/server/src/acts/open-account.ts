// Opens an account: a person with a login and a password.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { insertLogin, loginForm } from '../store/logins.ts'
import type { System } from '../system.ts'
import { checkNames } from './account-names.ts'
import { addPerson, type NewPerson } from './add-person.ts'
import { hashPassword } from './password.ts'

/** What a new account starts with. */
export interface NewAccount extends NewPerson {
  readonly login: string
  readonly password: string
}

/**
 * Opens the account; nobody is there without their login.
 * @throws {Problem} NAME_TAKEN; BAD_REQUEST for names that break their rules, a password too short or too long; LEDGER_UNAVAILABLE
 */
export async function openAccount(
  system: Pick<System, 'clock' | 'random' | 'keyring' | 'turnstile'>,
  account: NewAccount,
): Promise<PersonId> {
  checkNames(account)
  const passwordHash = await hashPassword(account.password, system.random)
  return addPerson(system, 'open', account, async (session, person) => {
    const added = await insertLogin(session, { login: loginForm(account.login), person, passwordHash })
    if (!added) throw new Problem('NAME_TAKEN')
  })
}
