// Invites the person behind a shell, or somebody new, to claim an account: a code that works once.
import { DAY_MS, type PersonId } from '@countersign/protocol'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { insertInvitation } from '../store/invitations.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { checkNames } from './account-names.ts'
import { addPerson, type NewPerson } from './add-person.ts'
import { secretHash } from './secret-hash.ts'

/** An invitation is good for this long. */
export const INVITATION_MS = 14 * DAY_MS

/** Whom to invite: a shell from an import, or somebody who gets a new shell. */
export type Invited = { readonly person: PersonId } | NewPerson

/**
 * Makes an invitation. Only its hash is stored, so this is the one time the code can be seen.
 * @throws {Problem} BAD_REQUEST for a name that breaks its rules; NOT_FOUND for nobody; ALREADY when the account is open or closed; LEDGER_UNAVAILABLE for a new person
 */
export async function invitePerson(
  system: Pick<System, 'app' | 'clock' | 'random' | 'keyring' | 'turnstile'>,
  invited: Invited,
): Promise<{ readonly person: PersonId; readonly code: string; readonly expiresAt: number }> {
  if ('displayName' in invited) checkNames(invited)
  const person = 'person' in invited ? invited.person : await addPerson(system, 'shell', invited)
  const known = await findPerson(system.app, person)
  if (known === undefined) throw new Problem('NOT_FOUND')
  if (known.account !== 'shell')
    throw new Problem('ALREADY', { detail: 'This account has been claimed or closed.' })
  const code = makeSecret(system.random)
  const madeAt = system.clock.now()
  const expiresAt = madeAt + INVITATION_MS
  await insertInvitation(system.app, { hash: secretHash(code), person, madeAt, expiresAt })
  return { person, code, expiresAt }
}
