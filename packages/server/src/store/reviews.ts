// Reviews of submitted versions and what each reviewer said (OVR-02). Written by the turnstile's login only.
import {
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type ReviewId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** Where a review stands. A newer submission of the same feature replaces one that waits. */
export type ReviewState = 'waiting' | 'approved' | 'rejected' | 'replaced'

/** The review of one version. */
export interface Review {
  readonly id: ReviewId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
  /** Who submitted it; null for the operator. */
  readonly submittedBy: PersonId | null
  readonly submittedAt: Instant
  /** How many reviewers must approve. */
  readonly needed: number
  readonly state: ReviewState
  readonly settledAt: Instant | null
  /** The version that approving it published. */
  readonly publishedVersion: number | null
}

/** What one reviewer said. */
export interface Verdict {
  readonly reviewer: PersonId
  readonly verdict: 'approve' | 'reject'
  readonly note: string
  readonly at: Instant
}

interface ReviewRow {
  readonly review_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly manifest_version: number
  readonly submitted_by: string | null
  readonly submitted_at: Instant
  readonly needed: number
  readonly state: ReviewState
  readonly settled_at: Instant | null
  readonly published_version: number | null
}

const columns =
  'partner_id, review_id, feature_id, manifest_version, submitted_by, submitted_at, needed, state, settled_at, published_version'

function reviewFromRow(row: ReviewRow): Review {
  return {
    id: idOf('review', row.review_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    manifestVersion: row.manifest_version,
    submittedBy: row.submitted_by === null ? null : idOf('person', row.submitted_by),
    submittedAt: row.submitted_at,
    needed: row.needed,
    state: row.state,
    settledAt: row.settled_at,
    publishedVersion: row.published_version,
  }
}

/** Reviews, the oldest first: of one partner or of all, in one state or in any. */
export async function listReviews(
  session: Session,
  of: { readonly partner?: PartnerId; readonly state?: ReviewState } = {},
): Promise<readonly Review[]> {
  const { rows } = await session.query<ReviewRow>(
    `select ${columns} from reviews where ($1::uuid is null or partner_id = $1) and ($2::text is null or state = $2)
     order by submitted_at, review_id`,
    [of.partner === undefined ? null : uuidOf(of.partner), of.state ?? null],
  )
  return rows.map(reviewFromRow)
}

/** One review by its id alone, as an operator names it. */
export async function findReview(session: Session, review: ReviewId): Promise<Review | undefined> {
  const { rows } = await session.query<ReviewRow>(`select ${columns} from reviews where review_id = $1`, [
    uuidOf(review),
  ])
  return rows.map(reviewFromRow)[0]
}

/** Adds a review. @throws a unique violation while another of the feature waits */
export async function insertReview(session: Session, review: Review): Promise<void> {
  await session.query(`insert into reviews (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    uuidOf(review.partner),
    uuidOf(review.id),
    uuidOf(review.feature),
    review.manifestVersion,
    review.submittedBy && uuidOf(review.submittedBy),
    review.submittedAt,
    review.needed,
    review.state,
    review.settledAt,
    review.publishedVersion,
  ])
}

/** Settles a review that waits. */
export async function settleReview(
  session: Session,
  { partner, id, state, settledAt, publishedVersion }: Review,
): Promise<void> {
  const result = await session.query(
    `update reviews set state = $3, settled_at = $4, published_version = $5
     where partner_id = $1 and review_id = $2 and state = 'waiting'`,
    [uuidOf(partner), uuidOf(id), state, settledAt, publishedVersion],
  )
  assertRowCount(result, 1)
}

/** What was said of a version, in the order it was said. */
export async function verdictsOf(
  session: Session,
  { partner, id }: Pick<Review, 'partner' | 'id'>,
): Promise<readonly Verdict[]> {
  const { rows } = await session.query<{
    reviewer_id: string
    verdict: Verdict['verdict']
    note: string
    at: Instant
  }>(
    `select reviewer_id, verdict, note, at from verdicts where partner_id = $1 and review_id = $2
     order by at, reviewer_id`,
    [uuidOf(partner), uuidOf(id)],
  )
  return rows.map(({ reviewer_id, ...row }) => ({ ...row, reviewer: idOf('person', reviewer_id) }))
}

/** Adds what a reviewer said; false when they have said something already. */
export async function insertVerdict(
  session: Session,
  { partner, id }: Pick<Review, 'partner' | 'id'>,
  { reviewer, verdict, note, at }: Verdict,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into verdicts (partner_id, review_id, reviewer_id, verdict, note, at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [uuidOf(partner), uuidOf(id), uuidOf(reviewer), verdict, note, at],
  )
  return rowCount === 1
}
