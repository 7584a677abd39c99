// What a partner's software called lately, for its own developers. Nothing here is a record; the ledger is that.
import {
  type DecisionId,
  type Instant,
  idOf,
  type PartnerId,
  type RequestId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** One call. */
export interface PartnerRequest {
  readonly partner: PartnerId
  readonly id: RequestId
  readonly at: Instant
  readonly method: string
  /** The template of its path: `/partner/v1/threads/:thread/messages`. */
  readonly route: string
  readonly status: number
  /** The code of the problem it was answered with; null for none. */
  readonly code: string | null
  readonly decision: DecisionId | null
  /** Null when none was sent, or it is not of the list: words of the caller's own are not kept. */
  readonly purpose: string | null
  /** The partner's own name for the person, the pairwise subject; null where the call is about nobody yet. */
  readonly subject: string | null
  readonly ms: number
  /** How many calls after this one were too many at once to be kept. */
  readonly leftOut: number
}

interface RequestRow {
  readonly partner_id: string
  readonly request_id: string
  readonly at: Instant
  readonly method: string
  readonly route: string
  readonly status: number
  readonly code: string | null
  readonly decision_id: string | null
  readonly purpose: string | null
  readonly subject: string | null
  readonly ms: number
  readonly left_out: number
}

const columns =
  'partner_id, request_id, at, method, route, status, code, decision_id, purpose, subject, ms, left_out'

/** Adds calls, in one statement. */
export async function insertPartnerRequests(
  session: Session,
  requests: readonly PartnerRequest[],
): Promise<void> {
  const column = <T>(of: (request: PartnerRequest) => T): T[] => requests.map(of)
  await session.query(
    `insert into partner_requests (${columns})
     select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::smallint[], $7::text[],
       $8::uuid[], $9::text[], $10::text[], $11::int[], $12::int[])`,
    [
      column(({ partner }) => uuidOf(partner)),
      column(({ id }) => uuidOf(id)),
      column(({ at }) => at),
      column(({ method }) => method),
      column(({ route }) => route),
      column(({ status }) => status),
      column(({ code }) => code),
      column(({ decision }) => decision && uuidOf(decision)),
      column(({ purpose }) => purpose),
      column(({ subject }) => subject),
      column(({ ms }) => ms),
      column(({ leftOut }) => leftOut),
    ],
  )
}

/** Calls of a partner since a time, the newest first; only those after `after` when given. */
export async function partnerRequests(
  session: Session,
  {
    partner,
    since,
    after,
    limit,
  }: { partner: PartnerId; since: Instant; after: RequestId | null; limit: number },
): Promise<readonly PartnerRequest[]> {
  const { rows } = await session.query<RequestRow>(
    `select ${columns} from partner_requests where partner_id = $1 and at >= $2
     and request_id > coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid) order by request_id desc limit $4`,
    [uuidOf(partner), since, after === null ? null : uuidOf(after), limit],
  )
  return rows.map((row) => ({
    partner,
    id: idOf('request', row.request_id),
    at: row.at,
    method: row.method,
    route: row.route,
    status: row.status,
    code: row.code,
    decision: row.decision_id === null ? null : idOf('decision', row.decision_id),
    purpose: row.purpose,
    subject: row.subject,
    ms: row.ms,
    leftOut: row.left_out,
  }))
}

/** Keeps the newest calls of a partner and forgets the others. */
export async function trimPartnerRequests(session: Session, partner: PartnerId, keep: number): Promise<void> {
  await session.query(
    `delete from partner_requests where partner_id = $1 and request_id <= (
       select request_id from partner_requests where partner_id = $1 order by request_id desc offset $2 limit 1)`,
    [uuidOf(partner), keep],
  )
}

/** Forgets every call before a time. */
export async function deleteOldPartnerRequests(session: Session, before: Instant): Promise<void> {
  await session.query('delete from partner_requests where at < $1', [before])
}
