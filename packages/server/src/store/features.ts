// Features and their manifests: what a partner does for people, version by version. Versions are only ever added.
import {
  type FeatureId,
  type Instant,
  idOf,
  type Manifest,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'
import { type ManifestRow, manifestFromRow } from './manifest-row.ts'

/** A feature of a partner. */
export interface Feature {
  readonly id: FeatureId
  readonly partner: PartnerId
  readonly slug: string
  readonly startAt: Instant
  readonly endAt: Instant | null
}

interface FeatureRow {
  readonly partner_id: string
  readonly feature_id: string
  readonly slug: string
  readonly start_at: Instant
  readonly end_at: Instant | null
}

/** The features of a partner, the oldest first. */
export async function featuresOf(session: Session, partner: PartnerId): Promise<readonly Feature[]> {
  const { rows } = await session.query<FeatureRow>(
    `select partner_id, feature_id, slug, start_at, end_at from features where partner_id = $1
     order by start_at, feature_id`,
    [uuidOf(partner)],
  )
  return rows.map((row) => ({
    id: idOf('feature', row.feature_id),
    partner,
    slug: row.slug,
    startAt: row.start_at,
    endAt: row.end_at,
  }))
}

/** The slugs of some features. */
export async function featureSlugs(
  session: Session,
  features: readonly FeatureId[],
): Promise<ReadonlyMap<FeatureId, string>> {
  const { rows } = await session.query<{ feature_id: string; slug: string }>(
    'select feature_id, slug from features where feature_id = any ($1::uuid[])',
    [features.map(uuidOf)],
  )
  return new Map(rows.map((row) => [idOf('feature', row.feature_id), row.slug]))
}

/** Adds a feature. */
export async function insertFeature(session: Session, feature: Feature): Promise<void> {
  await session.query(
    'insert into features (partner_id, feature_id, slug, start_at, end_at) values ($1, $2, $3, $4, $5)',
    [uuidOf(feature.partner), uuidOf(feature.id), feature.slug, feature.startAt, feature.endAt],
  )
}

/** Saves the instant a feature ends for everybody. */
export async function saveFeatureEnd(
  session: Session,
  { partner, id, endAt }: Pick<Feature, 'partner' | 'id' | 'endAt'>,
): Promise<void> {
  const result = await session.query(
    'update features set end_at = $3 where partner_id = $1 and feature_id = $2',
    [uuidOf(partner), uuidOf(id), endAt],
  )
  assertRowCount(result, 1)
}

/** Everybody whose permission for a feature is in force, once. */
export async function peopleOfFeature(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
  now: Instant,
): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ person_id: string }>(
    `select distinct person_id from grants
     where partner_id = $1 and feature_id = $2 and state = 'given' and end_at > $3 order by person_id`,
    [uuidOf(partner), uuidOf(feature), now],
  )
  return rows.map((row) => idOf('person', row.person_id))
}

/** Every version of a feature's manifest, the oldest first. */
export async function manifestsOf(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
): Promise<readonly Manifest[]> {
  const { rows } = await session.query<ManifestRow>(
    `select partner_id, feature_id, version, offers, harvest_budget, term_days, texts, review_id, published_at
     from manifests where partner_id = $1 and feature_id = $2 order by version`,
    [uuidOf(partner), uuidOf(feature)],
  )
  return rows.map(manifestFromRow)
}

/** Adds a version. @throws a unique violation when that version is there */
export async function insertManifest(session: Session, manifest: Manifest): Promise<void> {
  await session.query(
    `insert into manifests
     (partner_id, feature_id, version, offers, harvest_budget, term_days, texts, review_id, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      uuidOf(manifest.partner),
      uuidOf(manifest.feature),
      manifest.version,
      JSON.stringify(manifest.offers),
      manifest.harvestBudget,
      manifest.termDays,
      JSON.stringify(manifest.texts),
      manifest.reviewId,
      manifest.publishedAt,
    ],
  )
}
