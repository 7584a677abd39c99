// What hangs on a feature: everything that ends when it does. For operators and a partner's people; no request path asks it.
import { type Instant, uuidOf } from '@countersign/protocol'
import { onlyRow, type Session } from './database.ts'
import type { Feature } from './features.ts'

/** Counts of what would end with a feature. */
export interface HangsOnFeature {
  /** Permissions in force, and of how many people. */
  readonly grants: number
  readonly people: number
  /** Yeses of others for their own data. */
  readonly answers: number
  /** Access and refresh tokens that have not run out. */
  readonly tokens: number
  /** Cards that wait for their person. */
  readonly drafts: number
}

/** Counts what hangs on a feature at an instant, through the people's login. */
export async function hangsOn(session: Session, feature: Feature, now: Instant): Promise<HangsOnFeature> {
  const { partner, id, slug } = feature
  return onlyRow(
    await session.query<HangsOnFeature & object>(
      `with given as (select person_id from grants
         where partner_id = $1 and feature_id = $2 and state = 'given' and end_at > $3)
       select (select count(*) from given) as grants, (select count(distinct person_id) from given) as people,
         (select count(*) from countersignatures where partner_id = $1 and feature_id = $2 and state = 'given'
           and answer = 'allow' and end_at > $3) as answers,
         (select count(*) from drafts where partner_id = $1 and feature_id = $2 and expires_at > $3) as drafts,
         (select count(*) from oauth_models where model in ('AccessToken', 'RefreshToken')
           and payload ->> 'clientId' in (select client_id from clients where partner_id = $1)
           and payload #>> '{rar,0,feature}' = $4 and (expires_at is null or expires_at > $3)) as tokens`,
      [uuidOf(partner), uuidOf(id), now, slug],
    ),
  )
}
