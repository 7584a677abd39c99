// A row of `manifests` as the manifest it stands for.
import { type Instant, idOf, type Manifest, type ManifestText, type Offer } from '@countersign/protocol'

/** A row of `manifests`, as PostgreSQL gives it. */
export interface ManifestRow {
  readonly partner_id: string
  readonly feature_id: string
  readonly version: number
  readonly offers: Offer[]
  readonly harvest_budget: number
  readonly term_days: number
  readonly texts: Record<string, ManifestText>
  readonly review_id: string | null
  readonly published_at: Instant
}

/** The manifest a row stands for. */
export function manifestFromRow(row: ManifestRow): Manifest {
  return {
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    version: row.version,
    offers: row.offers,
    harvestBudget: row.harvest_budget,
    termDays: row.term_days,
    texts: row.texts,
    reviewId: row.review_id,
    publishedAt: row.published_at,
  }
}
