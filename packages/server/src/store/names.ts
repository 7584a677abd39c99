// What is shown beside ids: names of people and partners, words of features, screens that count no more.
import {
  type FeatureId,
  type Instant,
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

/** What a dashboard says of a feature: its words by locale, and when it ends for everybody. */
export interface FeatureNote {
  readonly texts: Readonly<Record<string, ManifestText>>
  readonly endAt: Instant | null
}

/** The features of these partners, in the words of their newest manifests. */
export async function featureNotes(
  session: Session,
  partners: readonly PartnerId[],
): Promise<ReadonlyMap<FeatureId, FeatureNote>> {
  const { rows } = await session.query<{
    feature_id: string
    end_at: Instant | null
    texts: Record<string, ManifestText>
  }>(
    `select distinct on (f.partner_id, f.feature_id) f.feature_id, f.end_at, m.texts
     from features f join manifests m on m.partner_id = f.partner_id and m.feature_id = f.feature_id
     where f.partner_id = any ($1::uuid[]) order by f.partner_id, f.feature_id, m.version desc`,
    [partners.map(uuidOf)],
  )
  return new Map(
    rows.map((row) => [idOf('feature', row.feature_id), { texts: row.texts, endAt: row.end_at }]),
  )
}

/** The screens of these partners that were voided: what was given on them counts no more (PER-04). */
export async function voidedScreens(
  session: Session,
  partners: readonly PartnerId[],
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ screen_hash: string }>(
    'select screen_hash from screens where partner_id = any ($1::uuid[]) and voided_at is not null',
    [partners.map(uuidOf)],
  )
  return new Set(rows.map((row) => row.screen_hash))
}
