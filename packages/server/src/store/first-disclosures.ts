// The notice that somebody's data reached a partner through somebody else, queued before it does (COP-04).
import { type FeatureId, type Instant, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Queues the notice for each of the people who has not had it about this partner yet. */
export async function queueFirstDisclosures(
  session: Session,
  people: readonly PersonId[],
  about: { readonly partner: PartnerId; readonly feature: FeatureId },
  at: Instant,
  newUuid: () => string,
): Promise<void> {
  if (people.length === 0) return
  await session.query(
    `insert into notices (person_id, notice_id, kind, partner_id, feature_id, made_at)
     select person_id, notice_id, 'first_disclosure', $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as given (person_id, notice_id)
     where not exists (select from notices n
       where n.person_id = given.person_id and n.partner_id = $3 and n.kind = 'first_disclosure')`,
    [people.map(uuidOf), people.map(newUuid), uuidOf(about.partner), uuidOf(about.feature), at],
  )
}
