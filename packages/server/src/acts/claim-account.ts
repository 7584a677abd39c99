// Claims a shell with an invitation: from here on the person has a login, and what is theirs can be allowed.
import type { PersonId } from '@countersign/protocol'
import { keyCommitment } from '../ledger/person-key.ts'
import { Problem } from '../problems.ts'
import { findInvitedPerson, markInvitationUsed } from '../store/invitations.ts'
import { insertLogin, loginForm } from '../store/logins.ts'
import { hasOpeningEntry, openShell } from '../store/people.ts'
import type { System } from '../system.ts'
import { checkNames } from './account-names.ts'
import { hashPassword } from './password.ts'
import { secretHash } from './secret-hash.ts'
import { addFirstKey, firstKey, type ShownKey } from './show-key.ts'

/**
 * Opens the account an invitation is for. A shell opens once, so an invitation works once, however many claim with it at
 * the same moment.
 * @throws {Problem} NOT_FOUND for a code that is unknown, used or has run out; NAME_TAKEN; BAD_REQUEST for a login that
 *   breaks its rule or a password too short or too long; LEDGER_UNAVAILABLE
 */
export async function claimAccount(
  system: Pick<System, 'app' | 'clock' | 'random' | 'keyring' | 'turnstile'>,
  claim: {
    readonly code: string
    readonly login: string
    readonly password: string
    /** The key of the browser they come with. Without one, the first waits seven days. */
    readonly key?: ShownKey | undefined
  },
): Promise<PersonId> {
  const { app, clock, random, keyring, turnstile } = system
  checkNames({ login: claim.login })
  const codeHash = secretHash(claim.code)
  const person = await findInvitedPerson(app, codeHash, clock.now())
  if (person === undefined) throw unusable()
  const passwordHash = await hashPassword(claim.password, random)
  // An import may have made the person without a key yet; one that is there stays.
  await keyring.create([person])
  const secret = await keyring.open(person)
  const key_commitment = keyCommitment(secret)
  const first = claim.key && (await firstKey(claim.key, false))
  await turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      if (!(await openShell(session, person))) throw unusable()
      const added = await insertLogin(session, { login: loginForm(claim.login), person, passwordHash })
      if (!added) throw new Problem('NAME_TAKEN')
      const record = { kind: 'account_opened', at, person, key_commitment } as const
      const entered = await hasOpeningEntry(session, person)
      const withKey = first === undefined ? [] : [await addFirstKey(session, secret, first, at)]
      return {
        value: person,
        touches: [{ person }],
        records: [...(entered ? [] : [{ person, partner: null, record }]), ...withKey],
      }
    },
  })
  await markInvitationUsed(app, codeHash, clock.now())
  return person
}

function unusable(): Problem {
  return new Problem('NOT_FOUND', {
    detail: 'This invitation is unknown, used, or has run out. Ask for a new one.',
  })
}
