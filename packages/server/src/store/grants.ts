// Grants: rows of what people gave, and the union they stand for. Written by the turnstile's login only.
import {
  type FeatureId,
  type Grant,
  type GrantId,
  type Instant,
  type PartnerId,
  type PersonId,
  uuidOf,
  type Verb,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'
import { type GrantRow, grantColumns, grantFromRow } from './grant-row.ts'

/**
 * Adds a grant. `oauthGrant` is the authorization it was given in, so that a replayed code can end it; `statementN` the number
 * of the statement with which it was given.
 * @throws a unique violation when another one is in force for the same feature and purpose
 */
export async function insertGrant(
  session: Session,
  grant: Grant,
  { oauthGrant, statementN }: { readonly oauthGrant: string | null; readonly statementN: number | null },
): Promise<void> {
  await session.query(
    `insert into grants (${grantColumns}, oauth_grant_id, statement_n)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      uuidOf(grant.person),
      uuidOf(grant.id),
      uuidOf(grant.partner),
      uuidOf(grant.feature),
      grant.manifestVersion,
      grant.purpose,
      grant.verbs,
      grant.fields,
      grant.threads.map(uuidOf),
      grant.startAt,
      grant.endAt,
      grant.history,
      grant.screenHash,
      grant.locale,
      grant.state,
      ...endOf(grant),
      oauthGrant,
      statementN,
    ],
  )
}

/** Saves what a transition can change of a grant: what it holds, its end, its state. */
export async function saveGrant(session: Session, grant: Grant): Promise<void> {
  const result = await session.query(
    `update grants set verbs = $3, fields = $4, threads = $5, end_at = $6, history = $7, state = $8, ended_at = $9,
     superseded_by = $10 where person_id = $1 and grant_id = $2`,
    [
      uuidOf(grant.person),
      uuidOf(grant.id),
      grant.verbs,
      grant.fields,
      grant.threads.map(uuidOf),
      grant.endAt,
      grant.history,
      grant.state,
      ...endOf(grant),
    ],
  )
  assertRowCount(result, 1)
}

/** One grant of a person. */
export async function findGrant(
  session: Session,
  person: PersonId,
  grant: GrantId,
): Promise<Grant | undefined> {
  const { rows } = await session.query<GrantRow>(
    `select ${grantColumns} from grants where person_id = $1 and grant_id = $2`,
    [uuidOf(person), uuidOf(grant)],
  )
  return rows.map(grantFromRow)[0]
}

/** All grants of a person, ended ones too, newest first. */
export async function grantsOfPerson(session: Session, person: PersonId): Promise<readonly Grant[]> {
  const { rows } = await session.query<GrantRow>(
    `select ${grantColumns} from grants where person_id = $1 order by start_at desc, grant_id desc`,
    [uuidOf(person)],
  )
  return rows.map(grantFromRow)
}

/** A person's grants to one partner's feature, ended ones too, newest first. */
export async function grantsOfFeature(
  session: Session,
  {
    person,
    partner,
    feature,
  }: { readonly person: PersonId; readonly partner: PartnerId; readonly feature: FeatureId },
): Promise<readonly Grant[]> {
  const { rows } = await session.query<GrantRow>(
    `select ${grantColumns} from grants where person_id = $1 and partner_id = $2 and feature_id = $3
     order by start_at desc, grant_id desc`,
    [uuidOf(person), uuidOf(partner), uuidOf(feature)],
  )
  return rows.map(grantFromRow)
}

/** The grants a person gave in one authorization, for ending them when its code is replayed. */
export async function grantsOfAuthorization(
  session: Session,
  person: PersonId,
  oauthGrant: string,
): Promise<readonly Grant[]> {
  const { rows } = await session.query<GrantRow>(
    `select ${grantColumns} from grants where person_id = $1 and oauth_grant_id = $2`,
    [uuidOf(person), oauthGrant],
  )
  return rows.map(grantFromRow)
}

/** Records that the person used these verbs of the partner themselves at `at` (SUN-04); a later use stays. */
export async function saveOwnUse(
  session: Session,
  {
    person,
    partner,
    verbs,
    at,
  }: { person: PersonId; partner: PartnerId; verbs: readonly Verb[]; at: Instant },
): Promise<void> {
  await session.query(
    `insert into own_uses (person_id, partner_id, verb, used_at)
     select $1, $2, verb, $4 from unnest($3::text[]) as verb
     on conflict (person_id, partner_id, verb) do update set used_at = greatest(own_uses.used_at, excluded.used_at)`,
    [uuidOf(person), uuidOf(partner), verbs, at],
  )
}

function endOf(grant: Grant): readonly [number | null, string | null] {
  if (grant.state === 'given') return [null, null]
  if (grant.state === 'withdrawn') return [grant.endedAt, null]
  return [grant.endedAt, uuidOf(grant.supersededBy)]
}
