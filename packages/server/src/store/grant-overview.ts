// Permissions as an operator lists them: by person, by partner or all, a page at a time. Never on a request path: it crosses people.
import { type Grant, type GrantId, type PartnerId, type PersonId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'
import { type GrantRow, grantFromRow } from './grant-row.ts'

/** Which permissions to list. */
export interface GrantFilter {
  readonly person?: PersonId | undefined
  readonly partner?: PartnerId | undefined
  /** The last one of the page before. */
  readonly after?: GrantId | undefined
  /** At most so many. */
  readonly limit: number
}

/** Permissions, ended ones too, in the order they were made. */
export async function listAllGrants(session: Session, filter: GrantFilter): Promise<readonly Grant[]> {
  const { rows } = await session.query<GrantRow>(
    `select person_id, grant_id, partner_id, feature_id, manifest_version, purpose, verbs, fields, threads, start_at,
       end_at, history, screen_hash, locale, state, ended_at, superseded_by
     from grants
     where ($1::uuid is null or person_id = $1) and ($2::uuid is null or partner_id = $2)
       and ($3::uuid is null or grant_id > $3)
     order by grant_id limit $4`,
    [
      filter.person === undefined ? null : uuidOf(filter.person),
      filter.partner === undefined ? null : uuidOf(filter.partner),
      filter.after === undefined ? null : uuidOf(filter.after),
      filter.limit,
    ],
  )
  return rows.map(grantFromRow)
}
