// Who may decide for the operator about a partner: asked when they decide, and again when their decision is counted.
import type { PartnerId, PersonId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { worksForOwner } from '../store/partner-staff.ts'
import { isReviewer } from '../store/reviewers.ts'
import { type Review, verdictsOf } from '../store/reviews.ts'

/**
 * Whether somebody may decide about a partner now: the operator named them and has not struck them off, and they work
 * neither for it nor for another company of its owner (OVR-02).
 */
export async function mayReview(session: Session, partner: PartnerId, person: PersonId): Promise<boolean> {
  return (await isReviewer(session, person)) && !(await worksForOwner(session, partner, person))
}

/** How many approvals of a review count now: those of people who may still review it. */
export async function countApprovals(
  session: Session,
  review: Pick<Review, 'partner' | 'id'>,
): Promise<number> {
  let count = 0
  for (const { verdict, reviewer } of await verdictsOf(session, review))
    if (verdict === 'approve' && (await mayReview(session, review.partner, reviewer))) count++
  return count
}
