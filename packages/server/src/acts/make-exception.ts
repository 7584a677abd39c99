// The one exception there is: a feature ends later, once, publicly, thirty days at most, because two people said so (SUN-06, OVR-06).
import {
  DAY_MS,
  type ExceptionId,
  type FeatureId,
  type Instant,
  type PartnerId,
  type PersonId,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { agreeException, findException, insertException, type PublicException } from '../store/exceptions.ts'
import { featuresOf, peopleOfFeature, saveFeatureEnd } from '../store/features.ts'
import { worksForOwner } from '../store/partner-staff.ts'
import { isReviewer } from '../store/reviewers.ts'
import type { System } from '../system.ts'
import { mayReview } from './may-review.ts'
import { notifyAbout } from './void-screen.ts'

/** No exception is longer. */
const LONGEST_MS = 30 * DAY_MS
/** Between asking, which is public, and agreeing lies at least this long. */
const NOTICE_MS = DAY_MS

/** What is asked for. */
export interface ExceptionRequest {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly until: Instant
  /** Public. */
  readonly reason: string
  readonly by: PersonId
}

/**
 * Asks that a feature which has an end, and has not ended, end later. It changes nothing but the register, where it stands
 * at once. A feature gets one in its life, so thirty days never become sixty.
 * @throws {Problem} NOT_ALLOWED for somebody who does not review or works for the partner; FEATURE_ENDED; TERM_TOO_LONG; END_NOT_AFTER_START for an
 *   end that is not later; ALREADY for a second one; NOT_FOUND; LEDGER_UNAVAILABLE
 */
export async function askException(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  { partner, feature, until, reason, by }: ExceptionRequest,
): Promise<PublicException> {
  return turnstile.change<PublicException>({
    direction: 'loosens',
    async apply(session, at) {
      await assertReviewer(session, by, partner)
      const oldEndAt = await endOf(session, partner, feature, at)
      if (until <= oldEndAt) throw new Problem('END_NOT_AFTER_START')
      if (until - oldEndAt > LONGEST_MS)
        throw new Problem('TERM_TOO_LONG', { detail: 'An exception lasts thirty days at most.' })
      const exception: PublicException = {
        id: makeId('exception', at, random),
        partner,
        feature,
        oldEndAt,
        newEndAt: until,
        reason,
        askedBy: by,
        askedAt: at,
        agreedBy: null,
        agreedAt: null,
      }
      if (!(await insertException(session, exception)))
        throw new Problem('ALREADY', { detail: 'This feature has had its one exception.' })
      const record = {
        kind: 'exception_asked',
        at,
        partner,
        feature,
        exception: exception.id,
        ends_at: oldEndAt,
        would_end_at: until,
        reason,
        asked_by: by,
      } as const
      return { value: exception, touches: [], records: [{ register: partner, record }] }
    },
  })
}

/**
 * Agrees, as a second person, a day after it was asked for and before the feature has ended: what has ended stays ended.
 * The end moves in the register, where every decision reads it, and whoever uses the feature is told.
 * @throws {Problem} NOT_ALLOWED for the one who asked, when that one may not decide any more, and before a day has passed; FEATURE_ENDED; ALREADY; NOT_FOUND;
 *   LEDGER_UNAVAILABLE
 */
export async function agreeToException(
  system: Pick<System, 'turnstile' | 'random'>,
  { exception: id, by }: { readonly exception: ExceptionId; readonly by: PersonId },
): Promise<PublicException> {
  return system.turnstile.change<PublicException>({
    direction: 'loosens',
    async apply(session, at) {
      const asked = await findException(session, id)
      if (asked === undefined) throw new Problem('NOT_FOUND')
      await assertReviewer(session, by, asked.partner)
      if (asked.askedBy === by)
        throw new Problem('NOT_ALLOWED', { detail: 'It takes two people. Another one must agree.' })
      if (asked.agreedBy !== null) throw new Problem('ALREADY')
      if (!(await mayReview(session, asked.partner, asked.askedBy)))
        throw new Problem('NOT_ALLOWED', {
          detail: 'Whoever asked for it may not decide about it any more, so it would be one person’s word.',
        })
      if (at - asked.askedAt < NOTICE_MS)
        throw new Problem('NOT_ALLOWED', {
          detail: 'It must have been public for a day before anybody agrees.',
        })
      const { partner, feature, newEndAt } = asked
      const endAt = await endOf(session, partner, feature, at)
      if (endAt !== asked.oldEndAt)
        throw new Problem('ALREADY', { detail: 'The end has been moved since it was asked for.' })
      await saveFeatureEnd(session, { id: feature, partner, endAt: newEndAt })
      const agreed = { ...asked, agreedBy: by, agreedAt: at }
      await agreeException(session, agreed)
      const people = await peopleOfFeature(session, partner, feature, at)
      await notifyAbout(
        system,
        session,
        people.map((person) => ({ person, feature })),
        { partner, kind: 'feature_extended', at },
      )
      const record = {
        kind: 'exception_agreed',
        at,
        partner,
        feature,
        exception: id,
        ends_at: newEndAt,
        agreed_by: by,
      } as const
      return { value: agreed, touches: [{ partner, feature }], records: [{ register: partner, record }] }
    },
  })
}

async function assertReviewer(session: Session, person: PersonId, partner: PartnerId): Promise<void> {
  if (!(await isReviewer(session, person)))
    throw new Problem('NOT_ALLOWED', { detail: 'Only people the operator named decide about exceptions.' })
  if (await worksForOwner(session, partner, person))
    throw new Problem('NOT_ALLOWED', { detail: 'Nobody decides about an exception for whom they work for.' })
}

/** The end of a feature that has one and has not come to it. */
async function endOf(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
  at: Instant,
): Promise<Instant> {
  const found = (await featuresOf(session, partner)).find(({ id }) => id === feature)
  if (found === undefined) throw new Problem('NOT_FOUND')
  if (found.endAt === null)
    throw new Problem('NOT_ALLOWED', { detail: 'The feature has no end that could be moved.' })
  if (at >= found.endAt) throw new Problem('FEATURE_ENDED')
  return found.endAt
}
