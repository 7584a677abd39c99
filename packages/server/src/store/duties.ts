// Duties: what partners must be told whatever has become of their permission (DEL-04), from the change that makes them on.
import {
  type DeletionId,
  type DutyId,
  type EndedPower,
  type Ending,
  type FeatureId,
  type GrantId,
  type Instant,
  idOf,
  type MessageId,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** Something to be told. */
export type Duty =
  | {
      readonly kind: 'item.edited' | 'item.deleted'
      readonly id: DutyId
      readonly at: Instant
      /** Who wrote it. */
      readonly person: PersonId
      readonly thread: ThreadId
      readonly message: MessageId
    }
  | {
      readonly kind: 'access.ended'
      readonly id: DutyId
      readonly at: Instant
      readonly person: PersonId
      readonly partner: PartnerId
      readonly feature: FeatureId
      readonly grant: GrantId
      readonly ended: EndedAccess
    }
  | {
      readonly kind: 'feature.ended'
      readonly id: DutyId
      readonly at: Instant
      readonly partner: PartnerId
      readonly feature: FeatureId
    }
  | {
      readonly kind: 'deletion.asked'
      readonly id: DutyId
      readonly at: Instant
      readonly partner: PartnerId
      readonly feature: FeatureId
      readonly deletion: DeletionId
    }

/** What of an access ended, for all threads unless some are named, and why. */
export interface EndedAccess {
  readonly powers: readonly EndedPower[]
  readonly threads: readonly ThreadId[] | null
  readonly why: Ending
}

/** Adds duties, in the transaction of the change that makes them. */
export async function insertDuties(session: Session, duties: readonly Duty[]): Promise<void> {
  if (duties.length === 0) return
  const uuids = (of: (duty: Duty) => Parameters<typeof uuidOf>[0] | null): readonly (string | null)[] =>
    duties.map((duty) => {
      const id = of(duty)
      return id === null ? null : uuidOf(id)
    })
  await session.query(
    `insert into duties (duty_id, kind, at, person_id, thread_id, message_id, partner_id, feature_id, grant_id, ended,
       deletion_id)
     select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[],
       $9::uuid[], $10::jsonb[], $11::uuid[])`,
    [
      uuids(({ id }) => id),
      duties.map(({ kind }) => kind),
      duties.map(({ at }) => at),
      uuids((duty) => ('person' in duty ? duty.person : null)),
      uuids((duty) => ('thread' in duty ? duty.thread : null)),
      uuids((duty) => ('message' in duty ? duty.message : null)),
      uuids((duty) => ('partner' in duty ? duty.partner : null)),
      uuids((duty) => ('feature' in duty ? duty.feature : null)),
      uuids((duty) => ('grant' in duty ? duty.grant : null)),
      duties.map((duty) => ('ended' in duty ? JSON.stringify(duty.ended) : null)),
      uuids((duty) => ('deletion' in duty ? duty.deletion : null)),
    ],
  )
}

interface DutyRow {
  readonly duty_id: string
  readonly kind: Duty['kind']
  readonly at: Instant
  readonly person_id: string
  readonly thread_id: string
  readonly message_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly grant_id: string
  readonly ended: EndedAccess
  readonly deletion_id: string
}

/** Holds the oldest duty nobody was told of and nobody holds, until the transaction ends. */
export async function holdDuty(session: Session): Promise<Duty | undefined> {
  const { rows } = await session.query<DutyRow>(
    `select duty_id, kind, at, person_id, thread_id, message_id, partner_id, feature_id, grant_id, ended,
       deletion_id from duties
     where told_at is null order by at, duty_id limit 1 for update skip locked`,
  )
  return rows.map(dutyFromRow)[0]
}

// What a kind has is never null in its rows: the table's own checks.
function dutyFromRow(row: DutyRow): Duty {
  const { kind, at } = row
  const id = idOf('duty', row.duty_id)
  if (kind === 'item.edited' || kind === 'item.deleted')
    return {
      kind,
      id,
      at,
      person: idOf('person', row.person_id),
      thread: idOf('thread', row.thread_id),
      message: idOf('message', row.message_id),
    }
  const of = { id, at, partner: idOf('partner', row.partner_id), feature: idOf('feature', row.feature_id) }
  if (kind === 'feature.ended') return { kind, ...of }
  if (kind === 'deletion.asked') return { kind, ...of, deletion: idOf('deletion', row.deletion_id) }
  return {
    kind,
    ...of,
    person: idOf('person', row.person_id),
    grant: idOf('grant', row.grant_id),
    ended: row.ended,
  }
}

/** Says that a duty was told, in the transaction that made its events. */
export async function saveTold(session: Session, duty: DutyId, at: Instant): Promise<void> {
  await session.query('update duties set told_at = $2 where duty_id = $1', [uuidOf(duty), at])
}

/** Forgets duties told before a time; that a feature ended is remembered, so that it is told once. */
export async function forgetDuties(session: Session, before: Instant): Promise<void> {
  await session.query(`delete from duties where told_at < $1 and kind <> 'feature.ended'`, [before])
}
