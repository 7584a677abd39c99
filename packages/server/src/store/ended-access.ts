// What has ended by the clock alone: grants that ran out and features whose time is over, and that no duty says so yet.
import {
  type FeatureId,
  type GrantId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type Purpose,
  uuidOf,
  type Verb,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** A grant that is over without anybody having ended it. */
export interface EndedGrant {
  readonly person: PersonId
  readonly grant: GrantId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly endAt: Instant
}

interface EndedGrantRow {
  readonly person_id: string
  readonly grant_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly purpose: Purpose
  readonly verbs: Verb[]
  readonly end_at: Instant
}

const columns = 'person_id, grant_id, partner_id, feature_id, purpose, verbs, end_at'
const unsaid = `not exists (select from duties d where d.grant_id = g.grant_id and d.kind = 'access.ended'
  and d.ended ->> 'why' in ('expired', 'feature_ended'))`

const fromRow = (row: EndedGrantRow): EndedGrant => ({
  person: idOf('person', row.person_id),
  grant: idOf('grant', row.grant_id),
  partner: idOf('partner', row.partner_id),
  feature: idOf('feature', row.feature_id),
  purpose: row.purpose,
  verbs: row.verbs,
  endAt: row.end_at,
})

/** Grants that ran out after `since` and by `at`, some at a time. */
export async function expiredGrants(
  session: Session,
  since: Instant,
  at: Instant,
  limit: number,
): Promise<readonly EndedGrant[]> {
  const { rows } = await session.query<EndedGrantRow>(
    `select ${columns} from grants g where state = 'given' and end_at > $1 and end_at <= $2 and ${unsaid} limit $3`,
    [since, at, limit],
  )
  return rows.map(fromRow)
}

/** Grants of a feature that were in force when it ended, some at a time. */
export async function grantsAtEnd(
  session: Session,
  feature: EndedFeature,
  limit: number,
): Promise<readonly EndedGrant[]> {
  const { rows } = await session.query<EndedGrantRow>(
    `select ${columns} from grants g where feature_id = $1 and state = 'given' and end_at > $2 and ${unsaid} limit $3`,
    [uuidOf(feature.feature), feature.endAt, limit],
  )
  return rows.map(fromRow)
}

/** A feature whose time is over. */
export interface EndedFeature {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly endAt: Instant
}

/** Features that have ended by `at`. */
export async function endedFeatures(session: Session, at: Instant): Promise<readonly EndedFeature[]> {
  const { rows } = await session.query<{ partner_id: string; feature_id: string; end_at: Instant }>(
    `select partner_id, feature_id, end_at from features f where end_at <= $1
       and not exists (select from duties d where d.feature_id = f.feature_id and d.kind = 'feature.ended')`,
    [at],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    endAt: row.end_at,
  }))
}
