// Asks that a partner delete, and the items the ledger says they are about. Written by the turnstile's login only.
import {
  type AskedDeletion,
  type Deletion,
  type DeletionId,
  type DeletionItem,
  type DeletionStatement,
  type FeatureId,
  type Instant,
  idOf,
  type PartnerId,
  type PersonId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, onlyRow, type Session } from './database.ts'
import { delivered } from './disclosures.ts'

interface DeletionRow {
  readonly partner_id: string
  readonly deletion_id: string
  readonly person_id: string
  readonly feature_id: string
  readonly through: 'own' | 'other'
  readonly log_id: number
  readonly after_leaf: number
  readonly up_to_leaf: number
  readonly asked_at: Instant
  readonly due_at: Instant
  readonly state: Deletion['state']
  readonly overdue_at: Instant | null
  readonly answered_at: Instant
  readonly statement: DeletionStatement
  readonly items: number
}

const columns = `partner_id, deletion_id, person_id, feature_id, through, log_id, after_leaf, up_to_leaf, asked_at, due_at, state,
  overdue_at, answered_at, statement, items`

// What a state has is never null in its rows: the table's own checks.
function deletionFromRow(row: DeletionRow): Deletion {
  const terms = {
    id: idOf('deletion', row.deletion_id),
    person: idOf('person', row.person_id),
    partner: idOf('partner', row.partner_id),
    feature: idOf('feature', row.feature_id),
    through: row.through,
    logId: row.log_id,
    after: row.after_leaf,
    upTo: row.up_to_leaf,
    askedAt: row.asked_at,
    dueAt: row.due_at,
  }
  const { state, overdue_at: overdueAt, answered_at: answeredAt, statement, items } = row
  if (state === 'answered') return { ...terms, state, overdueAt, answeredAt, statement, items }
  if (overdueAt === null) return { ...terms, state: 'asked' }
  return { ...terms, state: 'overdue', overdueAt }
}

/** Adds an ask. @throws a unique violation while one of the same is open */
export async function insertDeletion(session: Session, deletion: AskedDeletion): Promise<void> {
  const { partner, id, person, feature, through, logId, after, upTo, askedAt, dueAt } = deletion
  await session.query(
    `insert into deletions (partner_id, deletion_id, person_id, feature_id, through, log_id, after_leaf, up_to_leaf, asked_at,
       due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      uuidOf(partner),
      uuidOf(id),
      uuidOf(person),
      uuidOf(feature),
      through,
      logId,
      after,
      upTo,
      askedAt,
      dueAt,
    ],
  )
}

/** Stores what became of an ask. */
export async function saveDeletion(
  session: Session,
  deletion: Exclude<Deletion, { readonly state: 'asked' }>,
): Promise<void> {
  const { partner, id, state, overdueAt } = deletion
  const answer = deletion.state === 'answered' ? deletion : undefined
  const result = await session.query(
    `update deletions set state = $3, overdue_at = $4, answered_at = $5, statement = $6, items = $7
     where partner_id = $1 and deletion_id = $2 and state <> 'answered'`,
    [
      uuidOf(partner),
      uuidOf(id),
      state,
      overdueAt,
      answer?.answeredAt ?? null,
      answer === undefined ? null : JSON.stringify(answer.statement),
      answer?.items ?? null,
    ],
  )
  assertRowCount(result, 1)
}

/** An ask to one partner. */
export async function findDeletion(
  session: Session,
  partner: PartnerId,
  deletion: DeletionId,
): Promise<Deletion | undefined> {
  const { rows } = await session.query<DeletionRow>(
    `select ${columns} from deletions where partner_id = $1 and deletion_id = $2`,
    [uuidOf(partner), uuidOf(deletion)],
  )
  return rows.map(deletionFromRow)[0]
}

/** What a person asked these partners, the newest first. */
export async function deletionsOf(
  session: Session,
  person: PersonId,
  partners: readonly PartnerId[],
): Promise<readonly Deletion[]> {
  const { rows } = await session.query<DeletionRow>(
    `select ${columns} from deletions where partner_id = any ($1::uuid[]) and person_id = $2 order by deletion_id desc`,
    [partners.map(uuidOf), uuidOf(person)],
  )
  return rows.map(deletionFromRow)
}

/** Asks whose time has passed in silence, the oldest first. */
export async function silentDeletions(
  session: Session,
  at: Instant,
  limit: number,
): Promise<readonly Deletion[]> {
  const { rows } = await session.query<DeletionRow>(
    `select ${columns} from deletions where state = 'asked' and due_at <= $1 order by due_at limit $2`,
    [at, limit],
  )
  return rows.map(deletionFromRow)
}

/** One way in which a partner got something of a person, and up to which leaf. */
export interface GotThrough {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly through: 'own' | 'other'
  readonly upTo: number
}

/** Every way in which partners got something of a person; answers of which no byte left are none. */
export async function waysGot(
  session: Session,
  person: PersonId,
  logId: number,
): Promise<readonly GotThrough[]> {
  const { rows } = await session.query<{
    partner_id: string
    feature: FeatureId
    through: 'own' | 'other'
    up_to: number
  }>(
    `select partner_id, record ->> 'feature' as feature, record ->> 'through' as through, max(leaf_index) as up_to
     from entries e where person_id = $1 and kind = 'disclosure' and log_id = $2 and ${delivered} group by 1, 2, 3
     order by 1, 2, 3`,
    [uuidOf(person), logId],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    feature: row.feature,
    through: row.through,
    upTo: row.up_to,
  }))
}

// The disclosures `e` an ask is about: those of its way, between its leaves, that left.
const asked = `e.person_id = $1 and e.kind = 'disclosure' and e.leaf_index > $3 and e.leaf_index <= $4 and e.log_id = $2
  and e.partner_id = $5 and e.record ->> 'feature' = $6 and e.record ->> 'through' = $7 and ${delivered}`

function askedValues({ person, logId, after, upTo, partner, feature, through }: Deletion): unknown[] {
  return [uuidOf(person), logId, after, upTo, uuidOf(partner), feature, through]
}

/** How many different items an ask is about. */
export async function countItems(session: Session, deletion: Deletion): Promise<number> {
  const result = await session.query<{ items: number }>(
    `select count(distinct (i ->> 'kind', i ->> 'id')) as items
     from entries e cross join lateral json_array_elements(e.record -> 'items') i where ${asked}`,
    askedValues(deletion),
  )
  return onlyRow(result).items
}

/** The items of some of an ask's disclosures, by the ids its partner has for them, and the leaf after which the rest is. */
export async function itemsAsked(
  session: Session,
  deletion: Deletion,
  { after, disclosures }: { readonly after: number; readonly disclosures: number },
): Promise<{ readonly items: readonly DeletionItem[]; readonly next: number | null }> {
  const { rows } = await session.query<{ leaf_index: number; items: readonly DeletionItem[] }>(
    `select leaf_index, record -> 'items' as items from entries e where ${asked} order by leaf_index limit $8`,
    [...askedValues({ ...deletion, after: Math.max(after, deletion.after) }), disclosures],
  )
  const items = new Map(
    rows.flatMap((row) => row.items).map(({ kind, id }) => [`${kind} ${id}`, { kind, id }]),
  )
  return {
    items: [...items.values()],
    next: rows.length === disclosures ? (rows.at(-1)?.leaf_index ?? null) : null,
  }
}

/** How a partner answered those who asked it to delete. */
export interface DeletionCounts {
  readonly asked: number
  readonly inTime: number
  readonly late: number
  /** Whose time passed and that have no answer yet. */
  readonly silent: number
}

/** The counts of one partner, or of every partner that was ever asked; its own test people make it no better. */
export async function deletionCounts(
  session: Session,
  partner: PartnerId | null,
): Promise<ReadonlyMap<PartnerId, DeletionCounts>> {
  const { rows } = await session.query<{
    partner_id: string
    asked: number
    in_time: number
    late: number
    silent: number
  }>(
    `select partner_id, count(*) as asked,
     count(*) filter (where state = 'answered' and overdue_at is null) as in_time,
     count(*) filter (where state = 'answered' and overdue_at is not null) as late,
     count(*) filter (where state = 'overdue') as silent
     from deletions d where ($1::uuid is null or partner_id = $1) and not exists (
       select from test_people t where t.partner_id = d.partner_id and t.person_id = d.person_id) group by 1`,
    [partner === null ? null : uuidOf(partner)],
  )
  return new Map(
    rows.map(({ partner_id, asked: all, in_time: inTime, late, silent }) => [
      idOf('partner', partner_id),
      { asked: all, inTime, late, silent },
    ]),
  )
}
