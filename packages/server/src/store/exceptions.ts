// Public exceptions from a feature's end: asked for by one person, agreed by another (SUN-06, OVR-06). Turnstile's login only.
import {
  type ExceptionId,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** An exception, asked for or agreed. */
export interface PublicException {
  readonly id: ExceptionId
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly oldEndAt: Instant
  readonly newEndAt: Instant
  /** Public, in the words of who asked. */
  readonly reason: string
  readonly askedBy: PersonId
  readonly askedAt: Instant
  readonly agreedBy: PersonId | null
  readonly agreedAt: Instant | null
}

interface ExceptionRow {
  readonly exception_id: string
  readonly partner_id: string
  readonly feature_id: string
  readonly old_end_at: Instant
  readonly new_end_at: Instant
  readonly reason: string
  readonly asked_by: string
  readonly asked_at: Instant
  readonly agreed_by: string | null
  readonly agreed_at: Instant | null
}

const columns =
  'partner_id, exception_id, feature_id, old_end_at, new_end_at, reason, asked_by, asked_at, agreed_by, agreed_at'

function exceptionFromRow(row: ExceptionRow): PublicException {
  return {
    id: idOf('exception', row.exception_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    oldEndAt: row.old_end_at,
    newEndAt: row.new_end_at,
    reason: row.reason,
    askedBy: idOf('person', row.asked_by),
    askedAt: row.asked_at,
    agreedBy: row.agreed_by === null ? null : idOf('person', row.agreed_by),
    agreedAt: row.agreed_at,
  }
}

/** Exceptions, the oldest first, of one partner or of all; those nobody agreed to as well, because asking is public. */
export async function listExceptions(
  session: Session,
  of: { readonly partner?: PartnerId } = {},
): Promise<readonly PublicException[]> {
  const { rows } = await session.query<ExceptionRow>(
    `select ${columns} from exceptions where ($1::uuid is null or partner_id = $1) order by asked_at, exception_id`,
    [of.partner === undefined ? null : uuidOf(of.partner)],
  )
  return rows.map(exceptionFromRow)
}

/** One exception by its id. */
export async function findException(
  session: Session,
  exception: ExceptionId,
): Promise<PublicException | undefined> {
  const { rows } = await session.query<ExceptionRow>(
    `select ${columns} from exceptions where exception_id = $1`,
    [uuidOf(exception)],
  )
  return rows.map(exceptionFromRow)[0]
}

/** Adds one; false when the feature has had its one. */
export async function insertException(session: Session, one: PublicException): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into exceptions (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (partner_id, feature_id) do nothing`,
    [
      uuidOf(one.partner),
      uuidOf(one.id),
      uuidOf(one.feature),
      one.oldEndAt,
      one.newEndAt,
      one.reason,
      uuidOf(one.askedBy),
      one.askedAt,
      one.agreedBy && uuidOf(one.agreedBy),
      one.agreedAt,
    ],
  )
  return rowCount === 1
}

/** Saves who agreed. */
export async function agreeException(
  session: Session,
  { partner, id, agreedBy, agreedAt }: PublicException,
): Promise<void> {
  const result = await session.query(
    `update exceptions set agreed_by = $3, agreed_at = $4
     where partner_id = $1 and exception_id = $2 and agreed_by is null`,
    [uuidOf(partner), uuidOf(id), agreedBy && uuidOf(agreedBy), agreedAt],
  )
  assertRowCount(result, 1)
}
