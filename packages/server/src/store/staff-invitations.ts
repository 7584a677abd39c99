// Invitations to work for a partner: single-use codes, stored hashed. Made by the app, used up in the turnstile.
import { type Instant, idOf, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import type { StaffRole } from './partner-staff.ts'

/** An invitation as stored. */
export interface StaffInvitation {
  /** SHA-256 of its code in hexadecimal; it names the invitation and opens nothing. */
  readonly hash: string
  readonly partner: PartnerId
  readonly role: StaffRole
  /** Null for the operator. */
  readonly madeBy: PersonId | null
  readonly madeAt: Instant
  readonly expiresAt: Instant
}

interface InvitationRow {
  readonly code_hash: string
  readonly partner_id: string
  readonly role: StaffRole
  readonly made_by: string | null
  readonly made_at: Instant
  readonly expires_at: Instant
}

const columns = 'code_hash, partner_id, role, made_by, made_at, expires_at'

function invitationFromRow(row: InvitationRow): StaffInvitation {
  return {
    hash: row.code_hash,
    partner: idOf('partner', row.partner_id),
    role: row.role,
    madeBy: row.made_by === null ? null : idOf('person', row.made_by),
    madeAt: row.made_at,
    expiresAt: row.expires_at,
  }
}

/** Adds an invitation. */
export async function insertStaffInvitation(session: Session, row: StaffInvitation): Promise<void> {
  await session.query(`insert into staff_invitations (${columns}) values ($1, $2, $3, $4, $5, $6)`, [
    row.hash,
    uuidOf(row.partner),
    row.role,
    row.madeBy === null ? null : uuidOf(row.madeBy),
    row.madeAt,
    row.expiresAt,
  ])
}

/** The invitation with this hash, unless it was used, taken back or has run out. */
export async function findStaffInvitation(
  session: Session,
  hash: string,
  now: Instant,
): Promise<StaffInvitation | undefined> {
  const { rows } = await session.query<InvitationRow>(
    `select ${columns} from staff_invitations where code_hash = $1 and ended_at is null and expires_at > $2`,
    [hash, now],
  )
  return rows.map(invitationFromRow)[0]
}

/** Invitations of a partner that can still be used, the newest first. */
export async function openStaffInvitations(
  session: Session,
  partner: PartnerId,
  now: Instant,
): Promise<readonly StaffInvitation[]> {
  const { rows } = await session.query<InvitationRow>(
    `select ${columns} from staff_invitations where partner_id = $1 and ended_at is null and expires_at > $2
     order by made_at desc, code_hash`,
    [uuidOf(partner), now],
  )
  return rows.map(invitationFromRow)
}

/** Uses an invitation up, or takes it back; false when that had happened. Turnstile only, so that of two callers one wins. */
export async function endStaffInvitation(session: Session, hash: string, at: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    'update staff_invitations set ended_at = $2 where code_hash = $1 and ended_at is null',
    [hash, at],
  )
  return rowCount === 1
}

/** Takes back what somebody invited to: who is sent away must not have left a door open for themselves. Turnstile only. */
export async function endInvitationsBy(
  session: Session,
  partner: PartnerId,
  madeBy: PersonId,
  at: Instant,
): Promise<void> {
  await session.query(
    'update staff_invitations set ended_at = $3 where partner_id = $1 and made_by = $2 and ended_at is null',
    [uuidOf(partner), uuidOf(madeBy), at],
  )
}
