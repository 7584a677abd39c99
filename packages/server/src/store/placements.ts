// Placements: which message a partner's confirmed card became, and when the partner took it away. Written by the turnstile only.
import {
  type DraftId,
  type FeatureId,
  type Instant,
  idOf,
  type MessageId,
  type PartnerId,
  type PersonId,
  type PlacementId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, onlyRow, type Session } from './database.ts'

/** One card a partner placed, with the ticket of one person. */
export interface Placement {
  readonly id: PlacementId
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** Who confirmed it, and so wrote it. */
  readonly person: PersonId
  readonly draft: DraftId
  readonly thread: ThreadId
  readonly message: MessageId
  readonly placedAt: Instant
}

interface PlacementRow {
  readonly partner_id: string
  readonly placement_id: string
  readonly feature_id: string
  readonly person_id: string
  readonly draft_id: string
  readonly thread_id: string
  readonly message_id: string
  readonly placed_at: Instant
}

const columns = 'partner_id, placement_id, feature_id, person_id, draft_id, thread_id, message_id, placed_at'

function placementFromRow(row: PlacementRow): Placement {
  return {
    id: idOf('placement', row.placement_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    person: idOf('person', row.person_id),
    draft: idOf('draft', row.draft_id),
    thread: idOf('thread', row.thread_id),
    message: idOf('message', row.message_id),
    placedAt: row.placed_at,
  }
}

/** Adds a placement. @throws a unique violation when its draft has been placed already */
export async function insertPlacement(session: Session, placement: Placement): Promise<void> {
  await session.query(`insert into placements (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
    uuidOf(placement.partner),
    uuidOf(placement.id),
    uuidOf(placement.feature),
    uuidOf(placement.person),
    uuidOf(placement.draft),
    uuidOf(placement.thread),
    uuidOf(placement.message),
    placement.placedAt,
  ])
}

/** One placement of a partner. */
export async function findPlacement(
  session: Session,
  partner: PartnerId,
  placement: PlacementId,
): Promise<Placement | undefined> {
  const { rows } = await session.query<PlacementRow>(
    `select ${columns} from placements where partner_id = $1 and placement_id = $2`,
    [uuidOf(partner), uuidOf(placement)],
  )
  return rows.map(placementFromRow)[0]
}

/** What became of a partner's draft, once it is placed. */
export async function placementOfDraft(
  session: Session,
  partner: PartnerId,
  draft: DraftId,
): Promise<Placement | undefined> {
  const { rows } = await session.query<PlacementRow>(
    `select ${columns} from placements where partner_id = $1 and draft_id = $2`,
    [uuidOf(partner), uuidOf(draft)],
  )
  return rows.map(placementFromRow)[0]
}

/** How many placements of a partner it has taken away later than `after`, brought back since or not. */
export async function countRemovals(session: Session, partner: PartnerId, after: Instant): Promise<number> {
  const row = onlyRow(
    await session.query<{ n: number }>(
      'select count(*)::int as n from placements where partner_id = $1 and removed_at > $2',
      [uuidOf(partner), after],
    ),
  )
  return row.n
}

/** Placements of a partner that it has taken away since an instant and nobody has brought back, in order, after `after`. */
export async function removedPlacements(
  session: Session,
  partner: PartnerId,
  page: { readonly since: Instant; readonly after: PlacementId | null; readonly limit: number },
): Promise<readonly Placement[]> {
  const { rows } = await session.query<PlacementRow>(
    `select ${columns} from placements
     where partner_id = $1 and removed_at >= $2 and restored_at is null and ($3::uuid is null or placement_id > $3)
     order by placement_id limit $4`,
    [uuidOf(partner), page.since, page.after === null ? null : uuidOf(page.after), page.limit],
  )
  return rows.map(placementFromRow)
}

/** Notes that the partner took it away. */
export function markRemoved(session: Session, placement: Placement, at: Instant): Promise<void> {
  return setMark(session, placement, 'removed_at = $3, restored_at = null', at)
}

/** Notes that it was brought back. */
export function markRestored(session: Session, placement: Placement, at: Instant): Promise<void> {
  return setMark(session, placement, 'restored_at = $3', at)
}

async function setMark(
  session: Session,
  { partner, id }: Placement,
  change: 'removed_at = $3, restored_at = null' | 'restored_at = $3',
  at: Instant,
): Promise<void> {
  const result = await session.query(
    `update placements set ${change} where partner_id = $1 and placement_id = $2`,
    [uuidOf(partner), uuidOf(id), at],
  )
  assertRowCount(result, 1)
}
