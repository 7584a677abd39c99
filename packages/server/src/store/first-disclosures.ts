// The notice that somebody's data reached a partner through somebody else, queued before it does (COP-04).
import { type FeatureId, type Instant, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Somebody data of whom reaches a partner through somebody else. */
export interface FirstDisclosure {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
}

/** Queues the notice and its mail for each of the people who has not had it about this partner yet. */
export async function queueFirstDisclosures(
  session: Session,
  reached: readonly FirstDisclosure[],
  at: Instant,
  newUuid: () => string,
): Promise<void> {
  const once = [...new Map(reached.map((one) => [`${one.person} ${one.partner}`, one])).values()]
  if (once.length === 0) return
  await session.query(
    `with made as (
       insert into notices (person_id, notice_id, kind, partner_id, feature_id, made_at)
       select person_id, notice_id, 'first_disclosure', partner_id, feature_id, $5
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as given (person_id, notice_id, partner_id, feature_id)
       where not exists (select from notices n
         where n.person_id = given.person_id and n.partner_id = given.partner_id and n.kind = 'first_disclosure')
       returning person_id, notice_id, made_at)
     insert into notice_mails (person_id, notice_id, due_at) select person_id, notice_id, made_at from made`,
    [
      once.map(({ person }) => uuidOf(person)),
      once.map(newUuid),
      once.map(({ partner }) => uuidOf(partner)),
      once.map(({ feature }) => uuidOf(feature)),
      at,
    ],
  )
}
