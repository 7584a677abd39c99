// Partners: who is in the register, under which name, and since when. Written by the turnstile's login only.
import { type Instant, idOf, type PartnerId, uuidOf } from '@countersign/protocol'
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
}

const columns = 'partner_id, slug, name, homepage, ownership_group, suspended, certified_until, registered_at'

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

/** Adds a partner and takes its slug. @throws a unique violation when the slug is taken */
export async function insertPartner(session: Session, partner: Partner): Promise<void> {
  await session.query('insert into partner_slugs (slug, partner_id) values ($1, $2)', [
    partner.slug,
    uuidOf(partner.id),
  ])
  await session.query(`insert into partners (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
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
export async function savePartner(session: Session, { id, name, homepage }: Partner): Promise<void> {
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
