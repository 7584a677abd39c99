// Who may act for a partner: the first question of every act of the console.
import type { PartnerId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type StaffRole, staffRole } from '../store/partner-staff.ts'

/** Somebody acting for a partner. */
export interface Staff {
  readonly partner: PartnerId
  readonly person: PersonId
}

/**
 * The role somebody has at a partner.
 * @throws {Problem} NOT_FOUND for whoever does not work there: to them the partner has no console
 */
export async function assertStaff(session: Session, { partner, person }: Staff): Promise<StaffRole> {
  const role = await staffRole(session, partner, person)
  if (role === undefined) throw new Problem('NOT_FOUND')
  return role
}

/** @throws {Problem} NOT_FOUND for a stranger, NOT_ALLOWED for a developer, who is told why it takes an owner */
export async function assertOwner(
  session: Session,
  staff: Staff,
  why = 'Only an owner of the company does that.',
): Promise<void> {
  if ((await assertStaff(session, staff)) !== 'owner') throw new Problem('NOT_ALLOWED', { detail: why })
}
