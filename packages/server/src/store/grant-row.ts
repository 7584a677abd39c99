// A row of `grants` as the union it stands for.
import { type Field, type Grant, type Instant, idOf, type Purpose, type Verb } from '@countersign/protocol'

/** A row of `grants`, as PostgreSQL gives it. */
export interface GrantRow {
  readonly person_id: string
  readonly grant_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly manifest_version: number
  readonly purpose: Purpose
  readonly verbs: Verb[]
  readonly fields: Field[]
  readonly threads: string[]
  readonly start_at: Instant
  readonly end_at: Instant
  readonly history: boolean
  readonly screen_hash: string
  readonly locale: string
  readonly state: Grant['state']
  readonly ended_at: Instant | null
  readonly superseded_by: string | null
}

/** The columns of a row, to be selected. */
export const grantColumns = `person_id, grant_id, partner_id, feature_id, manifest_version, purpose, verbs, fields, threads,
  start_at, end_at, history, screen_hash, locale, state, ended_at, superseded_by`

/** The grant a row stands for. Throws for a row no transition could have made. */
export function grantFromRow(row: GrantRow): Grant {
  const terms = {
    id: idOf('grant', row.grant_id),
    person: idOf('person', row.person_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    manifestVersion: row.manifest_version,
    purpose: row.purpose,
    verbs: row.verbs,
    fields: row.fields,
    threads: row.threads.map((thread) => idOf('thread', thread)),
    startAt: row.start_at,
    endAt: row.end_at,
    history: row.history,
    screenHash: row.screen_hash,
    locale: row.locale,
  }
  if (row.state === 'given') return { ...terms, state: 'given' }
  if (row.ended_at === null) throw new Error('an ended grant without an end')
  if (row.state === 'withdrawn') return { ...terms, state: 'withdrawn', endedAt: row.ended_at }
  if (row.superseded_by === null) throw new Error('a superseded grant without its successor')
  return {
    ...terms,
    state: 'superseded',
    endedAt: row.ended_at,
    supersededBy: idOf('grant', row.superseded_by),
  }
}
