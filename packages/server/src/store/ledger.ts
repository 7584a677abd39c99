// The ledger's rows: the head every turn locks, the numbers of chains, entries, leaves, changes and what waits beside.
import {
  type FeatureId,
  type Instant,
  idOf,
  type LedgerRecord,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import { assertRowCount, onlyRow, type Session } from './database.ts'

/** Stands for "no partner" where a partner is part of a key. */
const NO_PARTNER = '00000000-0000-0000-0000-000000000000'

/** The head of a log as its row holds it. */
export interface HeadRow {
  readonly origin: string
  readonly size: number
  readonly turn: number
  readonly peaks: Uint8Array
  readonly headTime: Instant
  readonly registerN: number
}

/** Locks the head until the transaction ends: from here on this transaction is the only turn. */
export async function lockHead(session: Session, logId: number): Promise<HeadRow> {
  const row = onlyRow(
    await session.query<{
      origin: string
      size: number
      turn: number
      peaks: Uint8Array
      head_time: number
      register_n: number
    }>(
      'select origin, size, turn, peaks, head_time, register_n from ledger_heads where log_id = $1 for update',
      [logId],
    ),
  )
  return {
    origin: row.origin,
    size: row.size,
    turn: row.turn,
    peaks: row.peaks,
    headTime: row.head_time,
    registerN: row.register_n,
  }
}

/** Makes the head of a log that has none; returns the origin it was made with, which never changes (design §13). */
export async function ensureHead(session: Session, logId: number, origin: string): Promise<string> {
  await session.query(
    `insert into ledger_heads (log_id, origin, size, turn, peaks, head_time) values ($1, $2, 0, 0, '', 0) on conflict do nothing`,
    [logId, origin],
  )
  const row = onlyRow(
    await session.query<{ origin: string }>('select origin from ledger_heads where log_id = $1', [logId]),
  )
  return row.origin
}

/** What a turn begins with, read after the lock was had. */
export interface Moment {
  readonly databaseTime: Instant
  /** Whether acts wait beside the ledger, and the latest time any of them happened at; 0 when none waits. */
  readonly pending: boolean
  readonly pendingAt: Instant
}

/** The database's time, in a statement of its own after the lock, and whether acts wait beside the ledger. */
export async function readMoment(session: Session, logId: number): Promise<Moment> {
  const row = onlyRow(
    await session.query<{ database_time: number; pending: boolean; pending_at: number }>(
      `select floor(extract(epoch from statement_timestamp()) * 1000)::bigint as database_time,
         exists (select from changes where log_id = $1 and turn is null)
           or exists (select from pending_records where log_id = $1) as pending,
         coalesce((select max(at) from pending_records where log_id = $1), 0)::bigint as pending_at`,
      [logId],
    ),
  )
  return { databaseTime: row.database_time, pending: row.pending, pendingAt: row.pending_at }
}

/** Whether acts wait beside the ledger to be entered. */
export async function waitsBeside(session: Session, logId: number): Promise<boolean> {
  return (await readMoment(session, logId)).pending
}

/** Stores the new head where the old one still stands. @throws {RowCountError} when it does not */
export async function storeHead(
  session: Session,
  logId: number,
  old: HeadRow,
  next: { size: number; turn: number; peaks: Uint8Array; headTime: Instant; registerN: number },
): Promise<void> {
  const result = await session.query(
    `update ledger_heads set size = $4, turn = $5, peaks = $6, head_time = $7, register_n = $8
     where log_id = $1 and size = $2 and turn = $3`,
    [logId, old.size, old.turn, next.size, next.turn, next.peaks, next.headTime, next.registerN],
  )
  assertRowCount(result, 1)
}

/** Records the turn: which batch it was and the signed head after it. */
export async function insertTurn(
  session: Session,
  logId: number,
  turn: { turn: number; batchId: string; size: number; root: Uint8Array; at: Instant; checkpoint: string },
): Promise<void> {
  await session.query(
    'insert into ledger_turns (log_id, turn, batch_id, size, root, at, checkpoint) values ($1, $2, $3, $4, $5, $6, $7)',
    [logId, turn.turn, turn.batchId, turn.size, turn.root, turn.at, turn.checkpoint],
  )
}

/** Whether a batch was committed. Locks the head first, so a transaction still ending is waited for. */
export async function batchCommitted(session: Session, logId: number, batchId: string): Promise<boolean> {
  await lockHead(session, logId)
  const { rowCount } = await session.query('select from ledger_turns where log_id = $1 and batch_id = $2', [
    logId,
    batchId,
  ])
  return rowCount === 1
}

/** What a change touched, as its row says. Null matches anything. */
export interface ChangeRow {
  readonly person: PersonId | null
  readonly partner: PartnerId | null
  readonly feature: FeatureId | null
  readonly thread: ThreadId | null
}

/** Leaves a row for each thing touched; turn null while the ledger cannot be written. */
export async function insertChanges(
  session: Session,
  logId: number,
  turn: number | null,
  changes: readonly (ChangeRow & { readonly uuid: string })[],
): Promise<void> {
  if (changes.length === 0) return
  await session.query(
    `insert into changes (log_id, change_id, turn, person_id, partner_id, feature_id, thread_id)
     select $1, change_id, $2, person_id, partner_id, feature_id, thread_id
     from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[])
       as given (change_id, person_id, partner_id, feature_id, thread_id)`,
    [
      logId,
      turn,
      changes.map((change) => change.uuid),
      changes.map(({ person }) => person && uuidOf(person)),
      changes.map(({ partner }) => partner && uuidOf(partner)),
      changes.map(({ feature }) => feature && uuidOf(feature)),
      changes.map(({ thread }) => thread && uuidOf(thread)),
    ],
  )
}

/** Every change later than a turn, with that turn; those without one are later than every turn. */
export async function changesAfter(
  session: Session,
  logId: number,
  turn: number,
): Promise<readonly (ChangeRow & { readonly turn: number })[]> {
  const { rows } = await session.query<
    Record<'person_id' | 'partner_id' | 'feature_id' | 'thread_id', string | null> & { turn: number | null }
  >(
    `select turn, person_id, partner_id, feature_id, thread_id from changes where log_id = $1 and turn > $2
     union all
     select turn, person_id, partner_id, feature_id, thread_id from changes where log_id = $1 and turn is null`,
    [logId, turn],
  )
  return rows.map((row) => ({
    turn: row.turn ?? Number.POSITIVE_INFINITY,
    person: row.person_id === null ? null : idOf('person', row.person_id),
    partner: row.partner_id === null ? null : idOf('partner', row.partner_id),
    feature: row.feature_id === null ? null : idOf('feature', row.feature_id),
    thread: row.thread_id === null ? null : idOf('thread', row.thread_id),
  }))
}

/** One chain of one person. */
export interface ChainKey {
  readonly person: PersonId
  readonly partner: PartnerId | null
  readonly chain: 'self' | 'partner' | 'delivery'
}

/** Takes `count` numbers of each chain and returns the last one taken of each, in the order asked. Chains are distinct. */
export async function takeNumbers(
  session: Session,
  logId: number,
  wanted: readonly (ChainKey & { readonly count: number })[],
): Promise<readonly number[]> {
  if (wanted.length === 0) return []
  const { rows } = await session.query<{
    person_id: string
    partner_id: string
    chain: string
    last_n: number
  }>(
    `insert into chains (person_id, log_id, partner_id, chain, last_n)
     select person_id, $1, partner_id, chain, count from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[])
       as given (person_id, partner_id, chain, count) order by person_id, partner_id, chain
     on conflict (person_id, log_id, partner_id, chain) do update set last_n = chains.last_n + excluded.last_n
     returning person_id, partner_id, chain, last_n`,
    [
      logId,
      wanted.map(({ person }) => uuidOf(person)),
      wanted.map(({ partner }) => (partner === null ? NO_PARTNER : uuidOf(partner))),
      wanted.map(({ chain }) => chain),
      wanted.map(({ count }) => count),
    ],
  )
  const last = new Map(rows.map((row) => [`${row.person_id} ${row.partner_id} ${row.chain}`, row.last_n]))
  return wanted.map(({ person, partner, chain }) => {
    const n = last.get(`${uuidOf(person)} ${partner === null ? NO_PARTNER : uuidOf(partner)} ${chain}`)
    if (n === undefined) throw new Error('a chain was given no numbers')
    return n
  })
}

/** One entry ready to be stored. */
export interface EntryRow {
  readonly n: number
  readonly leafIndex: number
  readonly kind: LedgerRecord['kind']
  readonly at: Instant
  /** As JSON, kept as it is: without a line break, for that divides records on their way. */
  readonly record: string
  /** 32 bytes each. */
  readonly tag: Uint8Array
  readonly commit: Uint8Array
}

/** Appends entries to people's chains. */
export async function insertEntries(
  session: Session,
  logId: number,
  turn: number,
  entries: readonly (EntryRow & { readonly key: ChainKey })[],
): Promise<void> {
  if (entries.length === 0) return
  await session.query(
    `insert into entries (log_id, turn, person_id, partner_id, chain, n, leaf_index, kind, at, record, tag, commitment)
     select $1, $2, person_id, partner_id, chain, n, leaf_index, kind, at, record::json, ${hashesIn('$11')}
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::bigint[],
       string_to_array($10, chr(10))) with ordinality
       as given (person_id, partner_id, chain, n, leaf_index, kind, at, record, place)`,
    [
      logId,
      turn,
      entries.map(({ key }) => uuidOf(key.person)),
      entries.map(({ key }) => (key.partner === null ? NO_PARTNER : uuidOf(key.partner))),
      entries.map(({ key }) => key.chain),
      ...columnsOf(entries),
    ],
  )
}

/** Appends entries to the public register's chain. */
export async function insertRegisterEntries(
  session: Session,
  logId: number,
  turn: number,
  entries: readonly (EntryRow & { readonly partner: PartnerId })[],
): Promise<void> {
  if (entries.length === 0) return
  await session.query(
    `insert into register_entries (log_id, turn, partner_id, n, leaf_index, kind, at, record, tag, commitment)
     select $1, $2, partner_id, n, leaf_index, kind, at, record::json, ${hashesIn('$9')}
     from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], string_to_array($8, chr(10)))
       with ordinality as given (partner_id, n, leaf_index, kind, at, record, place)`,
    [logId, turn, entries.map(({ partner }) => uuidOf(partner)), ...columnsOf(entries)],
  )
}

// Long texts and bytes travel as one value each and are cut up there: as elements of arrays every quotation mark would be
// escaped and every byte spelled out, which costs more than storing them.
function columnsOf(entries: readonly EntryRow[]): readonly unknown[] {
  return [
    entries.map(({ n }) => n),
    entries.map(({ leafIndex }) => leafIndex),
    entries.map(({ kind }) => kind),
    entries.map(({ at }) => at),
    entries.map(({ record }) => record).join('\n'),
    Buffer.concat(entries.flatMap(({ tag, commit }) => [tag, commit])),
  ]
}

/** Tag and commit of the row at `place`, out of all rows' in a row. */
function hashesIn(parameter: string): string {
  const cut = (before: number): string => `substr(${parameter}::bytea, (64 * place - ${before})::int, 32)`
  return `${cut(63)}, ${cut(31)}`
}

/** Appends leaves of 66 bytes each from an index on. */
export async function insertLeaves(
  session: Session,
  logId: number,
  from: number,
  leaves: readonly Uint8Array[],
): Promise<void> {
  if (leaves.length === 0) return
  await session.query(
    `insert into leaves (log_id, leaf_index, leaf)
     select $1, $2::bigint + place, substr($3::bytea, 66 * place + 1, 66) from generate_series(0, $4::int - 1) as place`,
    [logId, from, Buffer.concat(leaves), leaves.length],
  )
}

/** A record waiting beside the ledger, as it was stored. */
export interface PendingRecord {
  readonly uuid: string
  readonly record: unknown
}

/** Keeps records that could not be entered, after all that wait already. */
export async function insertPending(
  session: Session,
  logId: number,
  at: Instant,
  records: readonly PendingRecord[],
): Promise<void> {
  if (records.length === 0) return
  await session.query(
    `insert into pending_records (log_id, pending_id, position, at, record)
     select $1, pending_id, $2 + place, $3, record
     from unnest($4::uuid[], $5::jsonb[]) with ordinality as given (pending_id, record, place)`,
    [
      logId,
      await lastPosition(session, logId),
      at,
      records.map(({ uuid }) => uuid),
      records.map(({ record }) => JSON.stringify(record)),
    ],
  )
}

async function lastPosition(session: Session, logId: number): Promise<number> {
  const { rows } = await session.query<{ last: number }>(
    'select coalesce(max(position), 0)::bigint as last from pending_records where log_id = $1',
    [logId],
  )
  return onlyRow({ rows }).last
}

/** Gives the changes that had no turn this one, and returns what waits to be entered, oldest first. */
export async function takePending(
  session: Session,
  logId: number,
  turn: number,
): Promise<readonly PendingRecord[]> {
  await session.query('update changes set turn = $2 where log_id = $1 and turn is null', [logId, turn])
  const { rows } = await session.query<{ pending_id: string; record: unknown }>(
    'select pending_id, record from pending_records where log_id = $1 order by position, pending_id',
    [logId],
  )
  return rows.map(({ pending_id, record }) => ({ uuid: pending_id, record }))
}

/** Forgets records that wait no more, in the transaction that enters them. */
export async function deletePending(
  session: Session,
  logId: number,
  records: readonly PendingRecord[],
): Promise<void> {
  if (records.length === 0) return
  const uuids = records.map(({ uuid }) => uuid)
  const deleted = await session.query(
    'delete from pending_records where log_id = $1 and pending_id = any ($2::uuid[])',
    [logId, uuids],
  )
  assertRowCount(deleted, uuids.length)
}
