// Joins a company with an invitation, which works once however many use it at the same moment.
import type { PartnerId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { insertStaff, staffRole } from '../store/partner-staff.ts'
import { endStaffInvitation, findStaffInvitation, type StaffInvitation } from '../store/staff-invitations.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'

/**
 * Makes the person one of the company's people; where they are one, an invitation can only raise them.
 * @throws {Problem} NOT_FOUND for a code that is unknown, used, taken back or has run out; LEDGER_UNAVAILABLE
 */
export async function joinCompany(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, code }: { readonly person: PersonId; readonly code: string },
): Promise<PartnerId> {
  const hash = secretHash(code)
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const invitation = await findStaffInvitation(session, hash, at)
      if (
        invitation === undefined ||
        !(await isStillMeant(session, invitation)) ||
        !(await endStaffInvitation(session, hash, at))
      )
        throw new Problem('NOT_FOUND', {
          detail: 'This invitation is unknown, used, or has run out. Ask for a new one.',
        })
      const { partner, role } = invitation
      await insertStaff(session, { partner, person, role, since: at })
      return { value: partner, touches: [], records: [] }
    },
  })
}

/** Whoever is no owner any more invites nobody, also where the invitation was written while they were being sent away. */
async function isStillMeant(session: Session, { partner, madeBy }: StaffInvitation): Promise<boolean> {
  return madeBy === null || (await staffRole(session, partner, madeBy)) === 'owner'
}
