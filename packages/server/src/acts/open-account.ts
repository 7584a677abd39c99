// Opens an account: a person with a login and a password.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { insertLogin, loginForm } from '../store/logins.ts'
import type { System } from '../system.ts'
import { checkNames } from './account-names.ts'
import { addPerson, type NewPerson } from './add-person.ts'
import { assertLinkOfPerson, friendByLink } from './friend-link.ts'
import { hashPassword } from './password.ts'

/** What a new account starts with. */
export interface NewAccount extends NewPerson {
  readonly login: string
  readonly password: string
  /** The code of a friend's link: the two are friends from the first moment. */
  readonly invitation?: string | undefined
}

/**
 * Opens the account; nobody is there without their login.
 * @throws {Problem} NAME_TAKEN; BAD_REQUEST for names that break their rules, a password too short or too long; NOT_FOUND for an
 *   invitation that cannot be used; LEDGER_UNAVAILABLE
 */
export async function openAccount(
  system: Pick<System, 'clock' | 'random' | 'keyring' | 'turnstile'>,
  account: NewAccount,
): Promise<PersonId> {
  checkNames(account)
  const passwordHash = await hashPassword(account.password, system.random)
  return addPerson(system, 'open', account, async (session, person, at) => {
    const added = await insertLogin(session, { login: loginForm(account.login), person, passwordHash })
    if (!added) throw new Problem('NAME_TAKEN')
    const { invitation: code } = account
    return code === undefined ? [] : friendByLink(session, { person, code, at })
  })
}

/**
 * Opens the account of somebody who came by themselves: where the operator wants accounts by invitation only, a friend's link
 * is one.
 * @throws {Problem} INVITED_ONLY; NOT_FOUND also for a test person's link; and what opening throws
 */
export async function signUp(
  system: Pick<System, 'app' | 'clock' | 'random' | 'keyring' | 'live' | 'turnstile' | 'settings'>,
  account: NewAccount,
): Promise<PersonId> {
  if (system.settings.signUp === 'invited' && account.invitation === undefined)
    throw new Problem('INVITED_ONLY')
  if (account.invitation === undefined) return openAccount(system, account)
  const maker = await assertLinkOfPerson(system, account.invitation)
  const person = await openAccount(system, account)
  // They may have their friends open, waiting for whoever they gave the link.
  system.live.tell({ type: 'friends', person: maker })
  return person
}
