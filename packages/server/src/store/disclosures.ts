// What the ledger says partners got of a person, and what was changed about each permission: from `entries` alone.
import {
  type DecisionId,
  type GrantId,
  type Instant,
  idOf,
  type LedgerRecordKind,
  type PartnerId,
  type PersonId,
  type RecordOf,
  type ThreadId,
  uuidOf,
  type Verb,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** One disclosure entry with its place in the person's chain with the partner and in the log. */
export interface DisclosureEntry {
  readonly record: RecordOf<'disclosure'>
  readonly n: number
  readonly leafIndex: number
  /** False when a correction says that no byte of the answer left. */
  readonly delivered: boolean
}

interface DisclosureRow {
  readonly record: RecordOf<'disclosure'>
  readonly n: number
  readonly leaf_index: number
  readonly delivered: boolean
}

const entryFromRow = (row: DisclosureRow): DisclosureEntry => ({
  record: row.record,
  n: row.n,
  leafIndex: row.leaf_index,
  delivered: row.delivered,
})

/**
 * A person's disclosures to one partner or to any, newest first, below the leaf index `before`. Of one thread: those whose own call
 * named it, and those under an answer of the person's for it alone. Other people's calls are not looked into.
 */
export async function disclosuresOf(
  session: Session,
  person: PersonId,
  page: {
    readonly logId: number
    readonly partner: PartnerId | null
    readonly thread: ThreadId | null
    readonly limit: number
    readonly before: number | null
  },
): Promise<readonly DisclosureEntry[]> {
  const { rows } = await session.query<DisclosureRow>(
    `select record, n, leaf_index, ${delivered} as delivered from entries e
     where person_id = $1 and log_id = $2 and kind = 'disclosure' and ($3::bigint is null or leaf_index < $3)
     and ($5::uuid is null or partner_id = $5)
     and ($6::uuid is null
       or record ->> 'through' = 'own' and record ->> 'decision' in (select d.record ->> 'decision' from entries d
         where d.person_id = $1 and d.log_id = $2 and d.kind = 'decision' and d.record ->> 'thread' = $7)
       or record ->> 'under' in (select 'countersignature_' || replace(a.countersignature_id::text, '-', '')
         from countersignatures a where a.person_id = $1 and a.thread_id = $6))
     order by leaf_index desc limit $4`,
    [
      uuidOf(person),
      page.logId,
      page.before,
      page.limit,
      page.partner === null ? null : uuidOf(page.partner),
      page.thread === null ? null : uuidOf(page.thread),
      page.thread,
    ],
  )
  return rows.map(entryFromRow)
}

/** One disclosure of a person, by its leaf. */
export async function findDisclosure(
  session: Session,
  person: PersonId,
  { logId, leaf }: { readonly logId: number; readonly leaf: number },
): Promise<DisclosureEntry | undefined> {
  const { rows } = await session.query<DisclosureRow>(
    `select record, n, leaf_index, ${delivered} as delivered from entries e
     where person_id = $1 and log_id = $2 and kind = 'disclosure' and leaf_index = $3`,
    [uuidOf(person), logId, leaf],
  )
  return rows.map(entryFromRow)[0]
}

/** A decision about a call for a person's own permission; undefined for one that was about somebody else's. */
export async function findOwnDecision(
  session: Session,
  person: PersonId,
  decision: DecisionId,
): Promise<RecordOf<'decision'> | undefined> {
  const { rows } = await session.query<{ record: RecordOf<'decision'> }>(
    `select record from entries where person_id = $1 and kind = 'decision' and record ->> 'decision' = $2`,
    [uuidOf(person), decision],
  )
  return rows[0]?.record
}

// A condition on an entry `e`: no correction says that no byte of its answer left.
export const delivered = `not exists (select 1 from entries c where c.person_id = e.person_id and c.log_id = e.log_id
  and c.partner_id = e.partner_id and c.kind = 'correction' and c.record ->> 'decision' = e.record ->> 'decision')`

/** What one partner got of a person in all. */
export interface PartnerTotal {
  readonly partner: PartnerId
  readonly disclosures: number
  readonly items: number
  /** Those of them that went out through somebody else's grant (TRN-04). */
  readonly itemsThroughOthers: number
  readonly firstAt: Instant
  readonly lastAt: Instant
}

/** What each partner got of a person; answers of which no byte left are not counted. */
export async function disclosureTotals(session: Session, person: PersonId): Promise<readonly PartnerTotal[]> {
  const { rows } = await session.query<{
    partner_id: string
    disclosures: number
    items: number
    items_through_others: number
    first_at: Instant
    last_at: Instant
  }>(
    `select partner_id, count(*) as disclosures, sum(json_array_length(record -> 'items'))::bigint as items,
     coalesce(sum(json_array_length(record -> 'items')) filter (where record ->> 'through' = 'other'), 0)::bigint
       as items_through_others,
     min(at) as first_at, max(at) as last_at from entries e
     where person_id = $1 and kind = 'disclosure' and ${delivered} group by partner_id order by max(at) desc`,
    [uuidOf(person)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    disclosures: row.disclosures,
    items: row.items,
    itemsThroughOthers: row.items_through_others,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }))
}

/** What one partner got of a person on one day. */
export interface DisclosureDay {
  readonly partner: PartnerId
  /** The day's first instant, in UTC. */
  readonly day: Instant
  readonly items: number
  readonly itemsThroughOthers: number
}

/** What each partner got of a person, day by day, the oldest first: as much as a time line draws, however many reads there were. */
export async function disclosureDays(session: Session, person: PersonId): Promise<readonly DisclosureDay[]> {
  const { rows } = await session.query<{
    partner_id: string
    day: Instant
    items: number
    through_others: number
  }>(
    `select partner_id, at - at % 86400000 as day, sum(json_array_length(record -> 'items'))::bigint as items,
     coalesce(sum(json_array_length(record -> 'items')) filter (where record ->> 'through' = 'other'), 0)::bigint
       as through_others
     from entries e where person_id = $1 and kind = 'disclosure' and ${delivered} group by 1, 2 order by 2, 1`,
    [uuidOf(person)],
  )
  return rows.map((row) => ({
    partner: idOf('partner', row.partner_id),
    day: row.day,
    items: row.items,
    itemsThroughOthers: row.through_others,
  }))
}

/** How often each of a person's permissions let something of theirs out. */
export async function disclosuresUnder(
  session: Session,
  person: PersonId,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.query<{ under: string; disclosures: number }>(
    `select record ->> 'under' as under, count(*) as disclosures from entries e
     where person_id = $1 and kind = 'disclosure' and ${delivered} group by 1`,
    [uuidOf(person)],
  )
  return new Map(rows.map((row) => [row.under, row.disclosures]))
}

/** Something that was done to a grant. */
export interface GrantChange {
  readonly grant: GrantId
  readonly kind: Extract<LedgerRecordKind, 'grant_given' | 'grant_amended' | 'grant_withdrawn'>
  readonly at: Instant
}

/** What was done to each of a person's grants, oldest first. */
export async function grantChangesOf(session: Session, person: PersonId): Promise<readonly GrantChange[]> {
  const { rows } = await session.query<{ grant: GrantId; kind: GrantChange['kind']; at: Instant }>(
    `select record ->> 'grant' as grant, kind, at from entries
     where person_id = $1 and kind in ('grant_given', 'grant_amended', 'grant_withdrawn') order by leaf_index`,
    [uuidOf(person)],
  )
  return rows
}

/** When a person last used a verb of a partner themselves (SUN-04). */
export interface OwnUse {
  readonly partner: PartnerId
  readonly verb: Verb
  readonly at: Instant
}

/** A person's own uses of all partners. */
export async function ownUsesOf(session: Session, person: PersonId): Promise<readonly OwnUse[]> {
  const { rows } = await session.query<{ partner_id: string; verb: Verb; used_at: Instant }>(
    'select partner_id, verb, used_at from own_uses where person_id = $1',
    [uuidOf(person)],
  )
  return rows.map((row) => ({ partner: idOf('partner', row.partner_id), verb: row.verb, at: row.used_at }))
}
