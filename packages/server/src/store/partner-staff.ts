// Who works for a partner: the people whose sign-in opens its console. Written by the turnstile's login only.
import { type Instant, idOf, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** What somebody may do for a partner: owners decide who works for it and what it takes from everybody, developers do the rest. */
export const staffRoles = ['owner', 'developer'] as const
/** One of them. */
export type StaffRole = (typeof staffRoles)[number]

/** Somebody who works for a partner. */
export interface StaffMember {
  readonly partner: PartnerId
  readonly person: PersonId
  readonly role: StaffRole
  readonly since: Instant
}

interface StaffRow {
  readonly partner_id: string
  readonly person_id: string
  readonly role: StaffRole
  readonly since: Instant
}

const columns = 'partner_id, person_id, role, since'

function staffFromRow(row: StaffRow): StaffMember {
  const { role, since } = row
  return { partner: idOf('partner', row.partner_id), person: idOf('person', row.person_id), role, since }
}

/** Everybody who works for a partner, who came first first. */
export async function staffOf(session: Session, partner: PartnerId): Promise<readonly StaffMember[]> {
  const { rows } = await session.query<StaffRow>(
    `select ${columns} from partner_staff where partner_id = $1 order by since, person_id`,
    [uuidOf(partner)],
  )
  return rows.map(staffFromRow)
}

/** The role a person has at a partner; undefined for somebody who does not work there. */
export async function staffRole(
  session: Session,
  partner: PartnerId,
  person: PersonId,
): Promise<StaffRole | undefined> {
  const { rows } = await session.query<{ role: StaffRole }>(
    'select role from partner_staff where partner_id = $1 and person_id = $2',
    [uuidOf(partner), uuidOf(person)],
  )
  return rows[0]?.role
}

/** Whether a person works for a partner, or for another one of the same owner. */
export async function worksForOwner(
  session: Session,
  partner: PartnerId,
  person: PersonId,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `select 1 from partners asked join partners own using (ownership_group)
       join partner_staff on partner_staff.partner_id = own.partner_id
     where asked.partner_id = $1 and partner_staff.person_id = $2 limit 1`,
    [uuidOf(partner), uuidOf(person)],
  )
  return rowCount > 0
}

/** The partners a person works for. */
export async function placesOf(session: Session, person: PersonId): Promise<readonly StaffMember[]> {
  const { rows } = await session.query<StaffRow>(
    `select ${columns} from partner_staff where person_id = $1 order by since, partner_id`,
    [uuidOf(person)],
  )
  return rows.map(staffFromRow)
}

/** Adds somebody, or raises a developer to owner; nobody is lowered by it. */
export async function insertStaff(
  session: Session,
  { partner, person, role, since }: StaffMember,
): Promise<void> {
  await session.query(
    `insert into partner_staff (${columns}) values ($1, $2, $3, $4)
     on conflict (partner_id, person_id) do update set role = excluded.role where excluded.role = 'owner'`,
    [uuidOf(partner), uuidOf(person), role, since],
  )
}

/** Saves a role. */
export async function saveStaffRole(
  session: Session,
  { partner, person, role }: Pick<StaffMember, 'partner' | 'person' | 'role'>,
): Promise<void> {
  const result = await session.query(
    'update partner_staff set role = $3 where partner_id = $1 and person_id = $2',
    [uuidOf(partner), uuidOf(person), role],
  )
  assertRowCount(result, 1)
}

/** Removes somebody. */
export async function deleteStaff(session: Session, partner: PartnerId, person: PersonId): Promise<void> {
  const result = await session.query('delete from partner_staff where partner_id = $1 and person_id = $2', [
    uuidOf(partner),
    uuidOf(person),
  ])
  assertRowCount(result, 1)
}
