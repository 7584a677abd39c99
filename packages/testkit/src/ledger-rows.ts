// The ledger's rows as its database holds them, all of them or those of later turns, read in one snapshot.
import type { LedgerRecord } from '@countersign/protocol'
import type pg from 'pg'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import { onServer } from './postgres.ts'

/** One entry of a person's chain, or of the register's, whose person is null. */
export interface EntryRow {
  readonly person_id: string | null
  readonly partner_id: string
  readonly chain: 'self' | 'partner' | 'delivery' | 'register'
  readonly n: number
  readonly leaf_index: number
  readonly turn: number
  readonly at: number
  readonly record: LedgerRecord
  readonly tag: Buffer
  readonly commitment: Buffer
}

/** One turn and the signed head after it. */
export interface TurnRow {
  readonly turn: number
  readonly size: number
  readonly root: Buffer
  readonly at: number
  readonly checkpoint: string
}

/** What one snapshot showed: what was written after a turn, and where chains and head stand. */
export interface LedgerRows {
  readonly entries: readonly EntryRow[]
  readonly leaves: readonly { readonly leaf_index: number; readonly leaf: Buffer }[]
  readonly turns: readonly TurnRow[]
  readonly chains: readonly {
    readonly person_id: string
    readonly partner_id: string
    readonly chain: string
    readonly last_n: number
  }[]
  readonly head: {
    readonly origin: string
    readonly size: number
    readonly turn: number
    readonly head_time: number
  }
}

/** Up to where a ledger was read before. */
export interface ReadUpTo {
  readonly turn: number
  readonly size: number
}

/** Where nothing was read yet. */
export const fromTheStart: ReadUpTo = { turn: 0, size: 0 }

/** Reads as the database's owner, in one snapshot in which `more` may read what it likes besides. */
export async function readLedger<More>(
  owner: ConnectionParameters,
  after: ReadUpTo,
  more: (client: pg.Client) => Promise<More>,
): Promise<{ readonly rows: LedgerRows; readonly more: More }> {
  return onServer(owner, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const read = { rows: await readRows(client, after), more: await more(client) }
    await client.query('commit')
    return read
  })
}

async function readRows(client: pg.Client, after: ReadUpTo): Promise<LedgerRows> {
  const all = async <Row>(text: string, ...values: readonly number[]): Promise<Row[]> => {
    const { rows } = await client.query<Record<string, unknown>>(text, [...values])
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, bigints.has(name) ? Number(value) : value]),
        ) as Row,
    )
  }
  const columns = 'partner_id, n, leaf_index, turn, at, record, tag, commitment'
  const [head] = await all<LedgerRows['head']>('select origin, size, turn, head_time from ledger_heads')
  if (head === undefined) throw new Error('a ledger without a head')
  return {
    head,
    entries: await all<EntryRow>(
      `select person_id, chain, ${columns} from entries where turn > $1
       union all select null, 'register', ${columns} from register_entries where turn > $1 order by leaf_index`,
      after.turn,
    ),
    leaves: await all<LedgerRows['leaves'][number]>(
      'select leaf_index, leaf from leaves where leaf_index >= $1 order by leaf_index',
      after.size,
    ),
    turns: await all<TurnRow>(
      'select turn, size, root, at, checkpoint from ledger_turns where turn > $1 order by turn',
      after.turn,
    ),
    chains: await all<LedgerRows['chains'][number]>(
      'select person_id, partner_id, chain, last_n from chains',
    ),
  }
}

const bigints = new Set(['n', 'leaf_index', 'turn', 'at', 'size', 'head_time', 'last_n'])
