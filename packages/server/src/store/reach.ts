// How many people each ownership group has reached (COP-08). Written in the turn that reaches them, by the turnstile's login.
import { type Instant, idOf, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** How many distinct people a group has reached, across its partners, their features and purposes. */
export async function reachOf(session: Session, group: string): Promise<number> {
  const { rows } = await session.query<{ people: number }>(
    'select people from reach where ownership_group = $1',
    [group],
  )
  return rows[0]?.people ?? 0
}

/** The same of every group at once; a group that reached nobody is not in it. */
export async function reachOfAll(session: Session): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.query<{ ownership_group: string; people: number }>(
    'select ownership_group, people from reach',
  )
  return new Map(rows.map(({ ownership_group, people }) => [ownership_group, people]))
}

/** Which of these people the group has reached before. */
export async function reachedBefore(
  session: Session,
  group: string,
  people: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  const { rows } = await session.query<{ person_id: string }>(
    'select person_id from reached where ownership_group = $1 and person_id = any ($2::uuid[])',
    [group, people.map(uuidOf)],
  )
  return new Set(rows.map((row) => idOf('person', row.person_id)))
}

/** Adds people a group has not reached before, and counts them. Only under the head's lock, which makes it the one writer. */
export async function addReached(
  session: Session,
  group: string,
  people: readonly PersonId[],
): Promise<void> {
  await session.query(
    'insert into reached (ownership_group, person_id) select $1, person_id from unnest($2::uuid[]) as person_id',
    [group, people.map(uuidOf)],
  )
  await session.query(
    `insert into reach (ownership_group, people) values ($1, $2)
     on conflict (ownership_group) do update set people = reach.people + excluded.people`,
    [group, people.length],
  )
}

/**
 * How many people a group may reach: the largest budget that was reviewed for a running feature of any of its partners. A
 * group does not reach more people by having more features.
 */
export async function budgetOf(session: Session, group: string, now: Instant): Promise<number> {
  const { rows } = await session.query<{ budget: number }>(
    `select coalesce(max(newest.harvest_budget), 0)::int as budget
     from partners p join features f on f.partner_id = p.partner_id
     cross join lateral (select m.harvest_budget from manifests m
       where m.partner_id = f.partner_id and m.feature_id = f.feature_id and m.review_id is not null
       order by m.version desc limit 1) newest
     where p.ownership_group = $1 and f.start_at <= $2 and (f.end_at is null or f.end_at > $2)`,
    [group, now],
  )
  return rows[0]?.budget ?? 0
}
