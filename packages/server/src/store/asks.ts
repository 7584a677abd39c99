// Asks: the cards that invite a thread to countersign. Kept for good: one per partner and thread in twelve months.
import {
  type AskId,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  type Purpose,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** An ask. Who made it is never shown to those asked. */
export interface Ask {
  readonly id: AskId
  readonly thread: ThreadId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
  readonly purpose: Purpose
  readonly askedBy: PersonId
  readonly askedAt: Instant
}

interface AskRow {
  readonly thread_id: string
  readonly ask_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly manifest_version: number
  readonly purpose: Purpose
  readonly asked_by: string
  readonly asked_at: Instant
}

const columns = 'thread_id, ask_id, partner_id, feature_id, manifest_version, purpose, asked_by, asked_at'

function askFromRow(row: AskRow): Ask {
  return {
    id: idOf('ask', row.ask_id),
    thread: idOf('thread', row.thread_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    manifestVersion: row.manifest_version,
    purpose: row.purpose,
    askedBy: idOf('person', row.asked_by),
    askedAt: row.asked_at,
  }
}

/** Adds an ask. Turnstile only. */
export async function insertAsk(session: Session, ask: Ask): Promise<void> {
  await session.query(`insert into asks (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
    uuidOf(ask.thread),
    uuidOf(ask.id),
    uuidOf(ask.partner),
    uuidOf(ask.feature),
    ask.manifestVersion,
    ask.purpose,
    uuidOf(ask.askedBy),
    ask.askedAt,
  ])
}

/** When a thread was last asked for a partner, whatever the feature and whatever the answers. */
export async function lastAskedAt(
  session: Session,
  thread: ThreadId,
  partner: PartnerId,
): Promise<Instant | undefined> {
  const { rows } = await session.query<{ asked_at: Instant }>(
    'select asked_at from asks where thread_id = $1 and partner_id = $2 order by asked_at desc limit 1',
    [uuidOf(thread), uuidOf(partner)],
  )
  return rows[0]?.asked_at
}

/** The asks made in some threads since an instant, newest first. */
export async function asksSince(
  session: Session,
  threads: readonly ThreadId[],
  since: Instant,
): Promise<readonly Ask[]> {
  const { rows } = await session.query<AskRow>(
    `select ${columns} from asks where thread_id = any ($1::uuid[]) and asked_at >= $2
     order by asked_at desc, ask_id desc`,
    [threads.map(uuidOf), since],
  )
  return rows.map(askFromRow)
}
