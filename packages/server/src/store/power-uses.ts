// About when each power of a feature was last used, and which of them anybody's permission holds now.
import { type FeatureId, type Instant, idOf, type PartnerId, uuidOf, type Verb } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A power of a feature that was used. */
export interface PowerUse {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly verb: Verb
  readonly at: Instant
}

/** Notes uses; an older one changes nothing. */
export async function savePowerUses(session: Session, uses: readonly PowerUse[]): Promise<void> {
  await session.query(
    `insert into power_uses (partner_id, feature_id, verb, last_used_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])
     on conflict (partner_id, feature_id, verb) do update set last_used_at = excluded.last_used_at
     where power_uses.last_used_at < excluded.last_used_at`,
    [
      uses.map(({ partner }) => uuidOf(partner)),
      uses.map(({ feature }) => uuidOf(feature)),
      uses.map(({ verb }) => verb),
      uses.map(({ at }) => at),
    ],
  )
}

/** Every use noted of a partner's powers. */
export async function powerUsesOf(session: Session, partner: PartnerId): Promise<readonly PowerUse[]> {
  const { rows } = await session.query<{ feature_id: string; verb: Verb; last_used_at: Instant }>(
    'select feature_id, verb, last_used_at from power_uses where partner_id = $1',
    [uuidOf(partner)],
  )
  return rows.map((row) => ({
    partner,
    feature: idOf('feature', row.feature_id),
    verb: row.verb,
    at: row.last_used_at,
  }))
}

/** The verbs of a feature that a grant in force holds; whose, and how many, stays out of it. */
export async function heldVerbs(
  session: Session,
  partner: PartnerId,
  feature: FeatureId,
  now: Instant,
): Promise<ReadonlySet<Verb>> {
  const { rows } = await session.query<{ verb: Verb }>(
    `select distinct verb from grants cross join unnest(verbs) as verb
     where partner_id = $1 and feature_id = $2 and state = 'given' and start_at <= $3 and end_at > $3`,
    [uuidOf(partner), uuidOf(feature), now],
  )
  return new Set(rows.map(({ verb }) => verb))
}
