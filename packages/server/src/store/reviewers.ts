// Reviewers: accounts the operator named to look at what partners ask for (OVR-02). Written by the turnstile's login only.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Somebody who reviews. */
export interface Reviewer {
  readonly person: PersonId
  readonly displayName: string
  readonly since: Instant
}

/** Everybody who reviews, who was named first first. */
export async function listReviewers(session: Session): Promise<readonly Reviewer[]> {
  const { rows } = await session.query<{ person_id: string; display_name: string; since: Instant }>(
    `select r.person_id, p.display_name, r.since from reviewers r join persons p on p.person_id = r.person_id
     order by r.since, r.person_id`,
  )
  return rows.map((row) => ({
    person: idOf('person', row.person_id),
    displayName: row.display_name,
    since: row.since,
  }))
}

/** Whether a person reviews: named, and with an account that is open. */
export async function isReviewer(session: Session, person: PersonId): Promise<boolean> {
  const { rowCount } = await session.query(
    `select from reviewers r join persons p on p.person_id = r.person_id where r.person_id = $1 and p.account = 'open'`,
    [uuidOf(person)],
  )
  return rowCount === 1
}

/** Names somebody; false when they were named before. */
export async function insertReviewer(session: Session, person: PersonId, since: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    'insert into reviewers (person_id, since) values ($1, $2) on conflict do nothing',
    [uuidOf(person), since],
  )
  return rowCount === 1
}

/** Names somebody no more; false when they were not. */
export async function deleteReviewer(session: Session, person: PersonId): Promise<boolean> {
  const { rowCount } = await session.query('delete from reviewers where person_id = $1', [uuidOf(person)])
  return rowCount === 1
}
