// Names to show beside ids: of people, partners and features.
import {
  type FeatureId,
  idOf,
  type ManifestText,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** The names people chose; a person who is not there has no entry. */
export async function personNames(
  session: Session,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const { rows } = await session.query<{ person_id: string; display_name: string }>(
    'select person_id, display_name from persons where person_id = any ($1::uuid[])',
    [people.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('person', row.person_id), row.display_name]))
}

/** The names partners are registered under. */
export async function partnerNames(
  session: Session,
  partners: readonly PartnerId[],
): Promise<ReadonlyMap<PartnerId, string>> {
  const { rows } = await session.query<{ partner_id: string; name: string }>(
    'select partner_id, name from partners where partner_id = any ($1::uuid[])',
    [partners.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('partner', row.partner_id), row.name]))
}

/** What people read of each feature of these partners, from its newest manifest, by locale. */
export async function featureTexts(
  session: Session,
  partners: readonly PartnerId[],
): Promise<ReadonlyMap<FeatureId, Readonly<Record<string, ManifestText>>>> {
  const { rows } = await session.query<{ feature_id: string; texts: Record<string, ManifestText> }>(
    `select distinct on (partner_id, feature_id) feature_id, texts from manifests
     where partner_id = any ($1::uuid[]) order by partner_id, feature_id, version desc`,
    [partners.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('feature', row.feature_id), row.texts]))
}
