// Who is due a word about what they allow: every ninety days, and before something they use ends. Jobs ask; no request path does.
import {
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** Yeses that stand at $1: given, not over, on a screen that counts, for a feature that goes on. */
const standing = `(
  select g.person_id, g.partner_id, g.feature_id, g.purpose, g.start_at, g.end_at, g.screen_hash from grants g
    where g.state = 'given' and g.end_at > $1
  union all
  select c.person_id, c.partner_id, c.feature_id, c.purpose, c.start_at, c.end_at, c.screen_hash from countersignatures c
    where c.state = 'given' and c.answer = 'allow' and c.end_at > $1
) y join features f on f.partner_id = y.partner_id and f.feature_id = y.feature_id and (f.end_at is null or f.end_at > $1)
where not exists (select from screens s where s.partner_id = y.partner_id and s.screen_hash = y.screen_hash
  and s.voided_at is not null)`

/**
 * People with a yes that stands, who have neither looked nor been reminded within `every`, and gave their first standing yes
 * before that. Whoever shares nothing at all is left in peace.
 */
export async function peopleToRemind(
  session: Session,
  { now, every, limit }: { readonly now: Instant; readonly every: number; readonly limit: number },
): Promise<readonly PersonId[]> {
  const { rows } = await session.query<{ person_id: string }>(
    `select l.person_id from (select y.person_id, min(y.start_at) as since from ${standing} group by y.person_id) l
     join persons p using (person_id) left join reminders r using (person_id)
     where p.account = 'open' and not p.restricted and greatest(l.since, r.opened_at) <= $1 - $2::bigint
       and not exists (select from notices n where n.person_id = l.person_id and n.kind = 'reminder'
         and n.made_at > $1 - $2::bigint)
     order by l.person_id limit $3`,
    [now, every, limit],
  )
  return rows.map((row) => idOf('person', row.person_id))
}

/** A yes that a reminder names. */
export interface StandingYes {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly purpose: string
  readonly endAt: Instant
}

/** What one person's reminder names, what ends first before the rest. */
export async function standingYeses(
  session: Session,
  now: Instant,
  person: PersonId,
): Promise<readonly StandingYes[]> {
  const { rows } = await session.query<{
    partner_id: string
    feature_id: string
    purpose: string
    end_at: Instant
  }>(
    `select y.partner_id, y.feature_id, y.purpose, max(least(y.end_at, f.end_at)) as end_at from ${standing}
     and y.person_id = $2 group by y.partner_id, y.feature_id, y.purpose order by 4, 1, 2, 3`,
    [now, uuidOf(person)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    purpose: row.purpose,
    endAt: row.end_at,
  }))
}

/** Somebody who uses a feature that ends. */
export interface EndingForPerson {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
}

/**
 * People with a yes to a feature that ends within `within`, whom no notice has told since that stretch began; so each stretch
 * tells everybody once, and whoever says yes inside it too.
 */
export async function peopleWithEnding(
  session: Session,
  { now, within, limit }: { readonly now: Instant; readonly within: number; readonly limit: number },
): Promise<readonly EndingForPerson[]> {
  const { rows } = await session.query<{ person_id: string; partner_id: string; feature_id: string }>(
    `select distinct y.person_id, y.partner_id, y.feature_id from ${standing} and f.end_at <= $1 + $2::bigint
     and not exists (select from notices n where n.person_id = y.person_id and n.partner_id = y.partner_id
       and n.kind = 'feature_ending' and n.feature_id = y.feature_id and n.made_at >= f.end_at - $2::bigint)
     order by 1, 3 limit $3`,
    [now, within, limit],
  )
  return rows.map((row) => ({
    person: idOf('person', row.person_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
  }))
}

/** Remembers that a person looked at what they allow. */
export async function saveOpened(session: Session, person: PersonId, at: Instant): Promise<void> {
  await session.query(
    `insert into reminders (person_id, opened_at) values ($1, $2)
     on conflict (person_id) do update set opened_at = $2`,
    [uuidOf(person), at],
  )
}

/** Whether a person's reminders come by mail too; they do unless said. */
export async function remindsByMail(session: Session, person: PersonId): Promise<boolean> {
  const { rows } = await session.query<{ by_mail: boolean }>(
    'select by_mail from reminders where person_id = $1',
    [uuidOf(person)],
  )
  return rows[0]?.by_mail ?? true
}

/** Says whether they do. */
export async function saveByMail(session: Session, person: PersonId, byMail: boolean): Promise<void> {
  await session.query(
    `insert into reminders (person_id, by_mail) values ($1, $2)
     on conflict (person_id) do update set by_mail = $2`,
    [uuidOf(person), byMail],
  )
}
