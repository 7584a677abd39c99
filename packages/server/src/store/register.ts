// The public register as one look: every feature with its version in force, and what changed when.
import {
  type FeatureId,
  type Instant,
  idOf,
  type LedgerRecord,
  type Manifest,
  type PartnerId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'
import { type ManifestRow, manifestFromRow } from './manifest-row.ts'

/** A feature of the register. */
export interface RegisterFeature {
  readonly partner: PartnerId
  readonly id: FeatureId
  readonly slug: string
  readonly startAt: Instant
  readonly endAt: Instant | null
  /** The version in force: the newest reviewed, the newest of all while none is; null before anything was published. */
  readonly manifest: Manifest | null
}

type FeatureRow = {
  readonly feature_slug: string
  readonly start_at: Instant
  readonly end_at: Instant | null
} & (ManifestRow | (Pick<ManifestRow, 'partner_id' | 'feature_id'> & { readonly version: null }))

/** The features of every partner, or of one, the oldest first: one statement however many there are. */
export async function registerFeatures(
  session: Session,
  partner: PartnerId | null,
): Promise<readonly RegisterFeature[]> {
  const { rows } = await session.query<FeatureRow>(
    `select f.partner_id, f.feature_id, f.slug as feature_slug, f.start_at, f.end_at,
       m.version, m.offers, m.harvest_budget, m.term_days, m.texts, m.review_id, m.published_at
     from features f left join lateral (
       select * from manifests v where v.partner_id = f.partner_id and v.feature_id = f.feature_id
       order by (v.review_id is null), v.version desc limit 1) m on true
     where $1::uuid is null or f.partner_id = $1 order by f.start_at, f.feature_id`,
    [partner === null ? null : uuidOf(partner)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    id: idOf('feature', row.feature_id),
    slug: row.feature_slug,
    startAt: row.start_at,
    endAt: row.end_at,
    manifest: row.version === null ? null : manifestFromRow(row),
  }))
}

/** An entry of the register's own chain: something about a partner changed, and where in the log it stands. */
export interface RegisterEntry {
  readonly index: number
  readonly at: Instant
  readonly record: LedgerRecord
}

/** Where a look at a partner's entries begins, and how far it goes. */
export interface EntryRange {
  /** Only entries before this leaf; null for the newest. */
  readonly before: number | null
  readonly limit: number
}

/** What the ledger says of a partner, the newest first: as many as asked for, and the leaf before which the rest is. */
export async function registerEntriesOf(
  session: Session,
  partner: PartnerId,
  { before, limit }: EntryRange,
): Promise<{ readonly entries: readonly RegisterEntry[]; readonly next: number | null }> {
  const { rows } = await session.query<{ leaf_index: number; at: Instant; record: LedgerRecord }>(
    `select leaf_index, at, record from register_entries
     where partner_id = $1 and ($2::bigint is null or leaf_index < $2) order by leaf_index desc limit $3`,
    [uuidOf(partner), before, limit + 1],
  )
  const entries = rows.slice(0, limit).map(({ leaf_index: index, at, record }) => ({ index, at, record }))
  return { entries, next: rows.length > limit ? (entries.at(-1)?.index ?? null) : null }
}

/**
 * When the nth newest entry about a partner was made, as seen from within a turn; undefined while there are fewer. A turn enters
 * what it changed at its end, so changes of the same turn are counted by their rows.
 */
export async function nthNewestEntry(
  session: Session,
  partner: PartnerId,
  nth: number,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ at: Instant }>(
    `select at from register_entries where partner_id = $1 order by log_id desc, n desc
     offset greatest($2 - 1 - (select count(*) from changes c join ledger_heads h using (log_id)
       where c.turn > h.turn and c.partner_id = $1 and c.person_id is null), 0) limit 1`,
    [uuidOf(partner), nth],
  )
  return rows[0]?.at
}

/** Every version a partner ever published, the oldest first. */
export async function versionsOf(session: Session, partner: PartnerId): Promise<readonly Manifest[]> {
  const { rows } = await session.query<ManifestRow>(
    `select partner_id, feature_id, version, offers, harvest_budget, term_days, texts, review_id, published_at
     from manifests where partner_id = $1 order by feature_id, version`,
    [uuidOf(partner)],
  )
  return rows.map(manifestFromRow)
}
