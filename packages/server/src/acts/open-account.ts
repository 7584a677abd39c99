// Opens an account with a login and a password: a person, their key, and the ledger entry that fixes it.
import type { PersonId } from '@countersign/protocol'
import { keyCommitment } from '../ledger/person-key.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { insertLogin, loginForm } from '../store/logins.ts'
import { insertPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { hashPassword } from './password.ts'

/** What a new account starts with. */
export interface NewAccount {
  readonly login: string
  readonly password: string
  readonly displayName: string
  /** BCP 47 language tag; English unless said. */
  readonly locale?: string | undefined
  /** Made for trying out features that are not reviewed yet (OVR-02); only the operator's tools set it. */
  readonly test?: boolean | undefined
}

/**
 * Opens the account. The key exists before the account does, and the account, its login and its first ledger entry come
 * to be together.
 * @throws {Problem} NAME_TAKEN; BAD_REQUEST for a password too short or too long; LEDGER_UNAVAILABLE
 */
export async function openAccount(
  system: Pick<System, 'clock' | 'random' | 'keyring' | 'turnstile'>,
  account: NewAccount,
): Promise<PersonId> {
  const { clock, random, keyring, turnstile } = system
  const person = makeId('person', clock.now(), random)
  const passwordHash = await hashPassword(account.password, random)
  await keyring.create([person])
  const key_commitment = keyCommitment(await keyring.open(person))
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      await insertPerson(session, {
        id: person,
        account: 'open',
        test: account.test ?? false,
        restricted: false,
        displayName: account.displayName,
        locale: account.locale ?? 'en',
        createdAt: at,
      })
      const added = await insertLogin(session, { login: loginForm(account.login), person, passwordHash })
      if (!added) throw new Problem('NAME_TAKEN')
      return {
        value: person,
        touches: [{ person }],
        records: [{ person, partner: null, record: { kind: 'account_opened', at, person, key_commitment } }],
      }
    },
  })
}
