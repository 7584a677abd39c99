// A row of `countersignatures` as the union it stands for.
import {
  type Answer,
  type ContactField,
  type Countersignature,
  type Instant,
  idOf,
  type Purpose,
} from '@countersign/protocol'

/** A row of `countersignatures`, as PostgreSQL gives it. */
export interface CountersignatureRow {
  readonly person_id: string
  readonly countersignature_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly manifest_version: number
  readonly purpose: Purpose
  readonly thread_id: string | null
  readonly answer: Answer
  readonly start_at: Instant
  readonly end_at: Instant
  readonly history: boolean
  readonly contact_fields: readonly ContactField[]
  readonly screen_hash: string
  readonly state: Countersignature['state']
  readonly ended_at: Instant | null
}

/** The columns of a row, to be selected. */
export const countersignatureColumns = `person_id, countersignature_id, partner_id, feature_id, manifest_version, purpose, thread_id, answer,
  start_at, end_at, history, contact_fields, screen_hash, state, ended_at`

/** The countersignature a row stands for. Throws for a row no transition could have made. */
export function countersignatureFromRow(row: CountersignatureRow): Countersignature {
  const terms = {
    id: idOf('countersignature', row.countersignature_id),
    person: idOf('person', row.person_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    manifestVersion: row.manifest_version,
    purpose: row.purpose,
    thread: row.thread_id === null ? null : idOf('thread', row.thread_id),
    answer: row.answer,
    startAt: row.start_at,
    endAt: row.end_at,
    history: row.history,
    contactFields: row.contact_fields,
    screenHash: row.screen_hash,
  }
  if (row.state === 'given') return { ...terms, state: 'given' }
  if (row.ended_at === null) throw new Error('an ended answer without an end')
  return { ...terms, state: 'ended', endedAt: row.ended_at }
}
