// A reviewer approves or rejects a submitted version. What enough of them approve is in force for people from then on (OVR-02).
import {
  diffManifests,
  type Manifest,
  type ManifestDiff,
  type PersonId,
  type ReviewId,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { liveManifest } from '../store/facts.ts'
import { manifestsOf } from '../store/features.ts'
import { worksForOwner } from '../store/partner-staff.ts'
import { isReviewer } from '../store/reviewers.ts'
import {
  findReview,
  insertVerdict,
  type Review,
  settleReview,
  type Verdict,
  verdictsOf,
} from '../store/reviews.ts'
import type { System } from '../system.ts'
import { countApprovals } from './may-review.ts'
import { publishVersion } from './publish-manifest.ts'

/** What a reviewer says of a version. */
export interface ManifestVerdict {
  readonly reviewer: PersonId
  readonly review: ReviewId
  readonly verdict: Verdict['verdict']
  readonly note: string
}

/** A review as a reviewer reads it. */
export interface ReviewInFull {
  readonly review: Review
  readonly manifest: Manifest
  /** The version people have now; null when none was ever reviewed. */
  readonly inForce: Manifest | null
  readonly diff: ManifestDiff
  readonly verdicts: readonly Verdict[]
}

/**
 * Enters a verdict. One rejection settles a review; enough approvals of different people publish the version under the
 * review's id, which is given here and nowhere else. An approval counts only while its reviewer may still give it. One row, however many people already said yes to the feature.
 * @throws {Problem} NOT_ALLOWED for somebody who does not review, who submitted it, or works for the partner or another
 *   of the same owner; ALREADY for a second verdict of one person and for a review that is settled; NOT_FOUND;
 *   LEDGER_UNAVAILABLE
 */
export async function reviewManifest(
  { turnstile }: Pick<System, 'turnstile'>,
  { reviewer, review: id, verdict, note }: ManifestVerdict,
): Promise<Review> {
  return turnstile.change<Review>({
    direction: 'loosens',
    async apply(session, at) {
      const review = await reviewFor(session, reviewer, id)
      if (!(await insertVerdict(session, review, { reviewer, verdict, note, at })))
        throw new Problem('ALREADY', { detail: 'You have reviewed this already. Another person must.' })
      const { partner, feature, manifestVersion } = review
      const enough = (await countApprovals(session, review)) >= review.needed
      const stands = verdict === 'reject' ? 'rejected' : enough ? 'approved' : ('waiting' as const)
      const record = {
        kind: 'manifest_reviewed',
        at,
        partner,
        feature,
        manifest_version: manifestVersion,
        review: id,
        reviewer,
        verdict,
        stands,
      } as const
      const entered = { register: partner, record }
      if (stands === 'waiting') return { value: review, touches: [], records: [entered] }
      if (stands === 'rejected') {
        const settled: Review = { ...review, state: stands, settledAt: at }
        await settleReview(session, settled)
        return { value: settled, touches: [], records: [entered] }
      }
      const { version: _, publishedAt: __, ...content } = await submittedManifest(session, review)
      const published = await publishVersion(session, { ...content, reviewId: id }, at)
      const settled: Review = {
        ...review,
        state: stands,
        settledAt: at,
        publishedVersion: published.value.version,
      }
      await settleReview(session, settled)
      return { value: settled, touches: published.touches, records: [entered, ...published.records] }
    },
  })
}

async function reviewFor(session: Session, reviewer: PersonId, id: ReviewId): Promise<Review> {
  const review = await findReview(session, id)
  if (review === undefined) throw new Problem('NOT_FOUND')
  if (!(await isReviewer(session, reviewer)))
    throw new Problem('NOT_ALLOWED', { detail: 'Only people the operator named review.' })
  if (await worksForOwner(session, review.partner, reviewer))
    throw new Problem('NOT_ALLOWED', {
      detail: 'Nobody reviews a company they work for, nor its owner’s others.',
    })
  if (review.submittedBy === reviewer)
    throw new Problem('NOT_ALLOWED', { detail: 'Nobody reviews what they submitted.' })
  if (review.state !== 'waiting')
    throw new Problem('ALREADY', { detail: `This review is settled: ${review.state}.` })
  return review
}

/** A review with what it is about, for its reviewers. @throws {Problem} NOT_FOUND */
export async function showReview(session: Session, id: ReviewId): Promise<ReviewInFull> {
  const review = await findReview(session, id)
  if (review === undefined) throw new Problem('NOT_FOUND')
  const manifest = await submittedManifest(session, review)
  const before = (await manifestsOf(session, review.partner, review.feature)).filter(
    ({ version }) => version < review.manifestVersion,
  )
  const live = liveManifest(new Map(before.map((one) => [one.version, one])), false)
  const inForce = live?.reviewId == null ? null : live
  return {
    review,
    manifest,
    inForce,
    diff: diffManifests(inForce, manifest),
    verdicts: await verdictsOf(session, review),
  }
}

async function submittedManifest(
  session: Session,
  { partner, feature, manifestVersion }: Review,
): Promise<Manifest> {
  const found = (await manifestsOf(session, partner, feature)).find(
    ({ version }) => version === manifestVersion,
  )
  if (found === undefined) throw new Error('a review of a version that is not there')
  return found
}
