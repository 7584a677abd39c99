// Invites somebody to work for a partner: a code that works once, made by an owner or by the operator.
import { DAY_MS, type Instant, type PartnerId, type PersonId } from '@countersign/protocol'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { type StaffRole, staffOf } from '../store/partner-staff.ts'
import {
  endStaffInvitation,
  findStaffInvitation,
  insertStaffInvitation,
  openStaffInvitations,
} from '../store/staff-invitations.ts'
import type { System } from '../system.ts'
import { secretHash } from './secret-hash.ts'
import { assertOwner, type Staff } from './staff.ts'

/** An invitation is good for this long. */
const STAFF_INVITATION_MS = 7 * DAY_MS
/** People and open invitations of one company together. */
const MAX_STAFF = 50

/** An invitation just made. */
export interface MadeInvitation {
  readonly code: string
  readonly expiresAt: Instant
}

/**
 * Makes an invitation. Only its hash is stored, so this is the one time the code can be seen. `by` is null for the operator.
 * @throws {Problem} NOT_FOUND, NOT_ALLOWED for anybody but an owner; FULL
 */
export async function inviteColleague(
  { app, clock, random }: Pick<System, 'app' | 'clock' | 'random'>,
  { partner, by, role }: { partner: PartnerId; by: PersonId | null; role: StaffRole },
): Promise<MadeInvitation> {
  if (by !== null) await assertOwner(app, { partner, person: by })
  const madeAt = clock.now()
  const there = await staffOf(app, partner)
  const asked = await openStaffInvitations(app, partner, madeAt)
  if (there.length + asked.length >= MAX_STAFF)
    throw new Problem('FULL', { detail: `A company has ${MAX_STAFF} people and invitations at most.` })
  const code = makeSecret(random)
  const expiresAt = madeAt + STAFF_INVITATION_MS
  await insertStaffInvitation(app, { hash: secretHash(code), partner, role, madeBy: by, madeAt, expiresAt })
  return { code, expiresAt }
}

/** Takes an invitation back. @throws {Problem} NOT_FOUND, also for one of another company; NOT_ALLOWED */
export async function takeInvitationBack(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  hash: string,
): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await assertOwner(session, staff)
      const known = await findStaffInvitation(session, hash, at)
      if (known?.partner !== staff.partner || !(await endStaffInvitation(session, hash, at)))
        throw new Problem('NOT_FOUND')
      return { value: undefined, touches: [], records: [] }
    },
  })
}
