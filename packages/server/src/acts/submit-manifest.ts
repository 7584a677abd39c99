// A partner submits a version of a feature: test accounts have it at once, people when it has been reviewed (OVR-02).
import {
  diffManifests,
  type FeatureDeclaration,
  type FeatureId,
  type Instant,
  isBasic,
  type Manifest,
  onlyNarrows,
  type PartnerId,
  type PersonId,
  type ReviewId,
} from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { liveManifest } from '../store/facts.ts'
import { featuresOf, manifestsOf } from '../store/features.ts'
import { findPartner } from '../store/partners.ts'
import { insertReview, listReviews, type Review, settleReview } from '../store/reviews.ts'
import type { System } from '../system.ts'
import { remarksOnFeature } from './lint-partner-file.ts'
import {
  declaredContent,
  type ManifestContent,
  manifestHash,
  publishVersion,
  saysTheSame,
} from './publish-manifest.ts'
import { assertOwner } from './staff.ts'

/** What a version of a feature says; who reviews it says what review it has. */
export type SubmittedFeature = Omit<FeatureDeclaration, 'slug' | 'start_at' | 'end_at' | 'review_id'>

/** A version for review. */
export interface ManifestSubmission {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly declared: SubmittedFeature
  /** Who submits it: one of the partner's own people. */
  readonly by: PersonId
}

/** What became of it. */
export interface SubmittedManifest {
  readonly version: number
  /**
   * `waiting` for its reviewers, `published` because it only takes less in the same words than what was reviewed before,
   * `unchanged` because the newest version says the same.
   */
  readonly outcome: 'waiting' | 'published' | 'unchanged'
  /** The review it waits for; null when it needs none. */
  readonly review: ReviewId | null
  readonly needed: number
}

/** Beyond basics, two people look at a version; one who only writes what people confirm, one. */
function reviewersNeeded(content: Pick<Manifest, 'offers'>): number {
  return isBasic(content) ? 1 : 2
}

/**
 * Publishes the version for test accounts and puts it before the reviewers. One that only takes less than the version in
 * force, in the same words, is in force for everybody at once, under the review of the wider one (PER-05).
 * @throws {Problem} BAD_REQUEST naming what its own words contradict; NOT_FOUND; NOT_ALLOWED for a developer's version that
 *   takes anything away that people have; FEATURE_ENDED; LEDGER_UNAVAILABLE
 */
export async function submitManifest(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  submission: ManifestSubmission,
): Promise<SubmittedManifest> {
  assertHonest(submission.declared)
  return turnstile.change<SubmittedManifest>({
    direction: 'loosens',
    async apply(session, at) {
      const { partner, feature, declared, by } = submission
      await assertRunning(session, partner, feature, at)
      const versions = await manifestsOf(session, partner, feature)
      const content = contentOf(submission)
      const waiting = await waitingFor(session, partner, feature)
      if (waiting !== undefined && isNewest(versions, waiting.manifestVersion, content))
        return { value: unchanged(waiting), touches: [], records: [] }
      const reviewed = inForce(versions)
      if (reviewed !== null && takesAway(reviewed, content))
        await assertOwner(session, { partner, person: by }, TAKES_AWAY)
      if (reviewed !== null && onlyNarrows(reviewed, content))
        return narrowed(session, { ...content, reviewId: reviewed.reviewId }, at)
      const { value, touches, records } = await publishVersion(session, content, at)
      const { version } = value
      const needed = reviewersNeeded({ offers: declared.offers })
      const review = makeId('review', at, random)
      await replaceWaiting(session, partner, feature, at)
      await insertReview(session, {
        id: review,
        partner,
        feature,
        manifestVersion: version,
        submittedBy: by,
        submittedAt: at,
        needed,
        state: 'waiting',
        settledAt: null,
        publishedVersion: null,
      })
      const record = {
        kind: 'manifest_submitted',
        at,
        partner,
        feature,
        manifest_version: version,
        manifest_hash: manifestHash({ ...content, version, publishedAt: at }),
        review,
        needed,
      } as const
      return {
        value: { version, outcome: 'waiting', review, needed },
        touches,
        records: [...records, { register: partner, record }],
      }
    },
  })
}

/** Why a version needs an owner, as giving a power back does. */
const TAKES_AWAY = 'It takes something away from everybody, and only an owner of the company does that.'

/** Whether people have something of a version that they would not have of the next: at once, or once it is reviewed. */
export function takesAway(inForce: Manifest, next: Parameters<typeof diffManifests>[1]): boolean {
  return diffManifests(inForce, next).narrows.length > 0
}

function isNewest(versions: readonly Manifest[], version: number, content: ManifestContent): boolean {
  const newest = versions.at(-1)
  return newest?.version === version && saysTheSame(newest, content)
}

function unchanged({ manifestVersion: version, id: review, needed }: Review): SubmittedManifest {
  return { version, outcome: 'unchanged', review, needed }
}

/** The version people have: the newest reviewed, if any was. */
function inForce(versions: readonly Manifest[]): Manifest | null {
  const live = liveManifest(new Map(versions.map((one) => [one.version, one])), false)
  return live?.reviewId == null ? null : live
}

async function narrowed(
  session: Session,
  content: ManifestContent,
  at: Instant,
): Promise<Applied<SubmittedManifest>> {
  const { value, touches, records } = await publishVersion(session, content, at)
  // What waited was compared with what is no longer in force.
  await replaceWaiting(session, content.partner, content.feature, at)
  const outcome = value.published ? 'published' : 'unchanged'
  return { value: { version: value.version, outcome, review: null, needed: 0 }, touches, records }
}

async function waitingFor(session: Session, partner: PartnerId, feature: FeatureId) {
  return (await listReviews(session, { partner, state: 'waiting' })).find((one) => one.feature === feature)
}

/** Sets aside what waits for review: what it was compared with is no longer in force. */
export async function replaceWaiting(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
  at: Instant,
): Promise<void> {
  const waiting = await waitingFor(session, partner, feature)
  if (waiting !== undefined) await settleReview(session, { ...waiting, state: 'replaced', settledAt: at })
}

function contentOf({ partner, feature, declared }: ManifestSubmission): ManifestContent {
  return { partner, feature, ...declaredContent(declared), reviewId: null }
}

/** A claim the powers contradict never reaches a reviewer, nor anybody else. */
function assertHonest(declared: SubmittedFeature): void {
  if ('review_id' in declared)
    throw new Problem('BAD_REQUEST', {
      detail: 'A review is given, not declared.',
      errors: [{ at: 'review_id', problem: 'is given by the review; leave it out' }],
    })
  const errors = remarksOnFeature({ slug: 'feature', start_at: 0, ...declared }).filter(
    ({ level }) => level === 'error',
  )
  if (errors.length > 0)
    throw new Problem('BAD_REQUEST', {
      detail: 'The version contradicts itself.',
      errors: errors.map(({ at, problem }) => ({ at, problem })),
    })
}

async function assertRunning(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
  at: Instant,
): Promise<void> {
  const found = (await featuresOf(session, partner)).find(({ id }) => id === feature)
  if ((await findPartner(session, partner)) === undefined || found === undefined)
    throw new Problem('NOT_FOUND')
  if (found.endAt !== null && at >= found.endAt) throw new Problem('FEATURE_ENDED')
}
