// A ledger that cannot be written: what is taken away then is kept beside it, through a kill, and entered first afterwards.
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { LedgerRecord } from '@countersign/protocol'
import { onServer } from '../../postgres.ts'
import type { Stage } from './stage.ts'

/** What waited when the ledger was made writable again. */
export interface Waited {
  /** The ledger's size then, and the records, oldest first. */
  readonly size: number
  readonly records: readonly LedgerRecord[]
}

/** How long something that was taken away is waited for while the ledger cannot be written. */
const WAIT_FOR_ACTS_MS = 5_000
const ENTERED_WITHIN_MS = 30_000

/** Takes the right to write the ledger away from the servers, and waits until somebody took something back all the same. */
export async function makeUnwritable({ database }: Pick<Stage, 'database'>): Promise<void> {
  await onServer(database.owner, (client) =>
    client.query('revoke insert on leaves from countersign_turnstile'),
  )
  const began = performance.now()
  while (performance.now() - began < WAIT_FOR_ACTS_MS && (await pending(database.owner)) === 0) await wait(20)
}

/**
 * Gives the right back and waits until everything that waited is entered. Nothing can be put beside the ledger between the
 * reading of what waits and the giving back.
 */
export async function makeWritable({ database }: Pick<Stage, 'database'>): Promise<Waited> {
  const waited = await onServer(database.owner, async (client) => {
    await client.query('begin')
    await client.query('lock table pending_records in share row exclusive mode')
    const { rows: heads } = await client.query<{ size: string }>('select size from ledger_heads')
    const { rows } = await client.query<{ record: { record: LedgerRecord } }>(
      'select record from pending_records order by position, pending_id',
    )
    await client.query('grant insert on leaves to countersign_turnstile')
    await client.query('commit')
    return { size: Number(heads[0]?.size), records: rows.map(({ record }) => record.record) }
  })
  const began = performance.now()
  while ((await pending(database.owner)) > 0) {
    if (performance.now() - began > ENTERED_WITHIN_MS)
      throw new Error('what waited beside the ledger is not entered although the ledger can be written')
    await wait(20)
  }
  return waited
}

/** What waited is what the ledger goes on with, in its order. */
export async function enteredFirstProblems(
  { database }: Pick<Stage, 'database'>,
  { size, records }: Waited,
): Promise<readonly string[]> {
  const { rows } = await onServer(database.owner, (client) =>
    client.query<{ record: LedgerRecord }>(
      'select record from entries where leaf_index >= $1 and leaf_index < $2 order by leaf_index',
      [size, size + records.length],
    ),
  )
  return records.flatMap((record, i) =>
    isDeepStrictEqual(rows[i]?.record, record)
      ? []
      : [`entry ${size + i}: ${record.kind} waited beside the ledger and was not entered first`],
  )
}

async function pending(owner: Stage['database']['owner']): Promise<number> {
  const { rows } = await onServer(owner, (client) =>
    client.query<{ n: number }>('select count(*)::int as n from pending_records'),
  )
  return rows[0]?.n ?? 0
}
