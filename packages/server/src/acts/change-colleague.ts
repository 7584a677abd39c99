// Changes what a colleague may do, or lets somebody go. A company never loses its last owner.
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { deleteStaff, type StaffRole, saveStaffRole, staffOf } from '../store/partner-staff.ts'
import { endInvitationsBy } from '../store/staff-invitations.ts'
import type { System } from '../system.ts'
import { assertOwner, assertStaff, type Staff } from './staff.ts'

/**
 * Gives a colleague another role. Invitations of somebody who is no owner any more end with it.
 * @throws {Problem} NOT_FOUND, NOT_ALLOWED for anybody but an owner; LAST_OWNER
 */
export async function setColleagueRole(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  { colleague, role }: { readonly colleague: PersonId; readonly role: StaffRole },
): Promise<void> {
  await turnstile.change({
    direction: role === 'owner' ? 'loosens' : 'tightens',
    async apply(session, at) {
      await assertOwner(session, staff)
      await assertColleague(session, staff, colleague)
      if (role !== 'owner') {
        await assertOwnerRemains(session, staff, colleague)
        await endInvitationsBy(session, staff.partner, colleague, at)
      }
      await saveStaffRole(session, { partner: staff.partner, person: colleague, role })
      return { value: undefined, touches: [], records: [] }
    },
  })
}

/**
 * Removes a colleague, or oneself. What they were let into ends with the next request: sign-ins are looked up each time.
 * @throws {Problem} NOT_FOUND; NOT_ALLOWED for a developer removing somebody else; LAST_OWNER
 */
export async function removeColleague(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  colleague: PersonId,
): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await (colleague === staff.person ? assertStaff(session, staff) : assertOwner(session, staff))
      await assertColleague(session, staff, colleague)
      await assertOwnerRemains(session, staff, colleague)
      await endInvitationsBy(session, staff.partner, colleague, at)
      await deleteStaff(session, staff.partner, colleague)
      return { value: undefined, touches: [], records: [] }
    },
  })
}

async function assertColleague(session: Session, { partner }: Staff, colleague: PersonId): Promise<void> {
  const there = await staffOf(session, partner)
  if (!there.some(({ person }) => person === colleague)) throw new Problem('NOT_FOUND')
}

/** Inside the turnstile, so that two owners who leave at the same moment leave one after the other. */
async function assertOwnerRemains(session: Session, { partner }: Staff, leaving: PersonId): Promise<void> {
  const owners = (await staffOf(session, partner)).filter(({ role }) => role === 'owner')
  if (owners.length === 1 && owners[0]?.person === leaving) throw new Problem('LAST_OWNER')
}
