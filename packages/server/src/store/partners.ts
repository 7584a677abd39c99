// Partners: who is in the register, under which name, and since when. Written by the turnstile's login only.
import {
  type Instant,
  idOf,
  type PartnerFacts,
  type PartnerId,
  type PartnerRole,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A partner of the register. */
export interface Partner {
  readonly id: PartnerId
  readonly slug: string
  readonly name: string
  readonly homepage: string
  /** Partners of one group share one harvest budget. */
  readonly ownershipGroup: string
  readonly suspended: boolean
  readonly certifiedUntil: Instant
  readonly registeredAt: Instant
  /** What it says of itself; its role follows from the facts, not from what it is called (PER-06). */
  readonly declaredRole: PartnerRole
  readonly facts: PartnerFacts
}

interface PartnerRow {
  readonly partner_id: string
  readonly slug: string
  readonly name: string
  readonly homepage: string
  readonly ownership_group: string
  readonly suspended: boolean
  readonly certified_until: Instant
  readonly registered_at: Instant
  readonly declared_role: PartnerRole
  readonly own_purpose: boolean
  readonly own_retention: boolean
  readonly own_customers: boolean
}

const newColumns =
  'partner_id, slug, name, homepage, ownership_group, suspended, certified_until, registered_at'
const columns = `${newColumns}, declared_role, own_purpose, own_retention, own_customers`

function partnerFromRow(row: PartnerRow): Partner {
  return {
    id: idOf('partner', row.partner_id),
    slug: row.slug,
    name: row.name,
    homepage: row.homepage,
    ownershipGroup: row.ownership_group,
    suspended: row.suspended,
    certifiedUntil: row.certified_until,
    registeredAt: row.registered_at,
    declaredRole: row.declared_role,
    facts: {
      ownPurpose: row.own_purpose,
      ownRetention: row.own_retention,
      ownCustomers: row.own_customers,
    },
  }
}

/** The partner with this id. */
export async function findPartner(session: Session, partner: PartnerId): Promise<Partner | undefined> {
  const { rows } = await session.query<PartnerRow>(`select ${columns} from partners where partner_id = $1`, [
    uuidOf(partner),
  ])
  return rows.map(partnerFromRow)[0]
}

/** The id of the partner with this slug. */
export async function findPartnerSlug(session: Session, slug: string): Promise<PartnerId | undefined> {
  const { rows } = await session.query<{ partner_id: string }>(
    'select partner_id from partner_slugs where slug = $1',
    [slug],
  )
  return rows.map((row) => idOf('partner', row.partner_id))[0]
}

/** Every partner of the register, by name. */
export async function listPartners(session: Session): Promise<readonly Partner[]> {
  const { rows } = await session.query<PartnerRow>(
    `select ${columns} from partners order by name, partner_id`,
  )
  return rows.map(partnerFromRow)
}

/** The partners one owner has, by name. Reads the whole register: for a page now and then. */
export async function partnersOfGroup(session: Session, group: string): Promise<readonly Partner[]> {
  const { rows } = await session.query<PartnerRow>(
    `select ${columns} from partners where ownership_group = $1 order by name, partner_id`,
    [group],
  )
  return rows.map(partnerFromRow)
}
/** A partner just registered: it has said nothing of its part yet, so it is a third party in every respect. */
export type NewPartner = Omit<Partner, 'declaredRole' | 'facts'>

/** Whether another partner goes by this name, however it is written: people read names, not slugs. */
export async function isPartnerName(session: Session, name: string, except?: PartnerId): Promise<boolean> {
  const { rowCount } = await session.query(
    'select 1 from partners where lower(normalize(name, nfkc)) = lower(normalize($1, nfkc)) and partner_id is distinct from $2',
    [name, except === undefined ? null : uuidOf(except)],
  )
  return rowCount > 0
}

/** Adds a partner and takes its slug. @throws a unique violation when the slug is taken */
export async function insertPartner(session: Session, partner: NewPartner): Promise<void> {
  await session.query('insert into partner_slugs (slug, partner_id) values ($1, $2)', [
    partner.slug,
    uuidOf(partner.id),
  ])
  await session.query(`insert into partners (${newColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
    uuidOf(partner.id),
    partner.slug,
    partner.name,
    partner.homepage,
    partner.ownershipGroup,
    partner.suspended,
    partner.certifiedUntil,
    partner.registeredAt,
  ])
}

/** Saves what a partner may change of itself: its name and homepage. */
export async function savePartner(
  session: Session,
  { id, name, homepage }: Pick<Partner, 'id' | 'name' | 'homepage'>,
): Promise<void> {
  const result = await session.query('update partners set name = $2, homepage = $3 where partner_id = $1', [
    uuidOf(id),
    name,
    homepage,
  ])
  assertRowCount(result, 1)
}

/** Saves whether a partner is stopped. */
export async function saveSuspended(session: Session, { id, suspended }: Partner): Promise<void> {
  const result = await session.query('update partners set suspended = $2 where partner_id = $1', [
    uuidOf(id),
    suspended,
  ])
  assertRowCount(result, 1)
}

/** Saves what a partner says of its part. */
export async function saveRole(
  session: Session,
  { id, declaredRole, facts }: Pick<Partner, 'id' | 'declaredRole' | 'facts'>,
): Promise<void> {
  const result = await session.query(
    `update partners set declared_role = $2, own_purpose = $3, own_retention = $4, own_customers = $5
     where partner_id = $1`,
    [uuidOf(id), declaredRole, facts.ownPurpose, facts.ownRetention, facts.ownCustomers],
  )
  assertRowCount(result, 1)
}

/** Saves until when a partner is certified. */
export async function saveCertification(
  session: Session,
  { id, certifiedUntil }: Pick<Partner, 'id' | 'certifiedUntil'>,
): Promise<void> {
  const result = await session.query('update partners set certified_until = $2 where partner_id = $1', [
    uuidOf(id),
    certifiedUntil,
  ])
  assertRowCount(result, 1)
}

/** Saves whom a partner belongs to. */
export async function saveOwner(
  session: Session,
  { id, ownershipGroup }: Pick<Partner, 'id' | 'ownershipGroup'>,
): Promise<void> {
  const result = await session.query('update partners set ownership_group = $2 where partner_id = $1', [
    uuidOf(id),
    ownershipGroup,
  ])
  assertRowCount(result, 1)
}
