// Whose certification runs out soon, and who of them has not been told. Once a day; no request path asks it.
import { type Instant, idOf, type PartnerId, type PersonId } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Somebody who works for a partner that must be certified. */
export interface ToWarn {
  readonly partner: PartnerId
  readonly person: PersonId
}

/**
 * The people of partners whose certification ends within `withinMs` of `now` and who have had no notice of that yet, one
 * statement for partners and one for their people.
 */
export async function peopleToWarn(
  session: Session,
  now: Instant,
  withinMs: number,
): Promise<readonly ToWarn[]> {
  const due = await session.query<{ partner_id: string; warn_from: Instant }>(
    `select partner_id, certified_until - $2::bigint as warn_from from partners
     where certified_until > $1 and certified_until - $2::bigint <= $1`,
    [now, withinMs],
  )
  const warned = await Promise.all(
    due.rows.map(({ partner_id, warn_from }) =>
      session.query<{ person_id: string }>(
        `select s.person_id from partner_staff s where s.partner_id = $1 and not exists (select from notices n
           where n.person_id = s.person_id and n.partner_id = $1 and n.kind = 'certification_due' and n.made_at >= $2)`,
        [partner_id, warn_from],
      ),
    ),
  )
  return due.rows.flatMap(({ partner_id }, i) =>
    (warned[i]?.rows ?? []).map(({ person_id }) => ({
      partner: idOf('partner', partner_id),
      person: idOf('person', person_id),
    })),
  )
}
