// One kind of record, batch by batch: checked for doubles, written, counted. Every import is a list of such stages.
import { type ImportBatch, type ImportSystem, importBatch } from '../acts/import-batch.ts'
import { BadRowError } from '../acts/import-rows.ts'
import { badRecord, type Place, placeText } from './import-error.ts'
import type { ImportProgress } from './progress.ts'

/** What to import and how to be told of it. */
export interface ImportOptions {
  /** The folder, or the file, that holds the records. */
  readonly path: string
  /** The name this set has here; its records are told from another set's by it. */
  readonly source: string
  readonly progress: ImportProgress
  /** Stops between two batches: what is in stays. */
  readonly signal: AbortSignal
}

/** How many records this run added, by kind, and how many were in before. */
export type Added<Kind extends string> = { readonly [K in Kind | 'already_in']: number }

/** What all stages of one import share. */
export interface StageContext<Kind extends string> extends ImportOptions {
  readonly system: ImportSystem
  /** Counted up as batches come in. */
  readonly counts: Record<Kind | 'already_in', number>
}

/** A parsed record and where it stands. */
export interface Placed<Row> {
  readonly row: Row
  readonly place: Place
}

/** One stage. */
export interface Stage<Row, Kind extends string> {
  /** What the records are, in words. */
  readonly label: string
  readonly rows: AsyncIterable<Placed<Row>> | Iterable<Placed<Row>>
  /** What may stand in the files once only; left out when the rows are known to be different. */
  readonly keyOf?: (row: Row) => string
  readonly batch: (rows: readonly Row[]) => ImportBatch
  readonly countAs: (row: Row) => Kind
}

/** Large enough that a turn of the ledger costs little a record, small enough that chat does not wait for it. */
const BATCH_SIZE = 500

/** Nothing added yet, of each of these kinds. */
export function noneAdded<Kind extends string>(kinds: readonly Kind[]): Record<Kind | 'already_in', number> {
  return Object.fromEntries([...kinds, 'already_in'].map((kind) => [kind, 0])) as Record<
    Kind | 'already_in',
    number
  >
}

/**
 * Brings all records of a stage in. What every import promises rests on it: repeated it adds nothing twice, after a stop or
 * crash anywhere it goes on with the first batch that is not in, and the rows are the same as if nothing had happened, byte
 * for byte, because ids, times and places come from the source. Two runs at once end with the same rows too.
 * @throws ImportError for the first thing wrong; the signal's reason when stopped
 */
export async function importStage<Row, Kind extends string>(
  context: StageContext<Kind>,
  stage: Stage<Row, Kind>,
): Promise<void> {
  const seen = new Map<string, Place>()
  let batch: Placed<Row>[] = []
  for await (const placed of stage.rows) {
    if (stage.keyOf !== undefined) refuseDouble(seen, stage.keyOf(placed.row), placed.place)
    batch.push(placed)
    if (batch.length < BATCH_SIZE) continue
    await writeBatch(context, stage, batch)
    batch = []
  }
  if (batch.length > 0) await writeBatch(context, stage, batch)
}

/** Records as the system takes them in, of one kind. */
type RowOf<Kind extends ImportBatch['kind']> = Extract<ImportBatch, { kind: Kind }>['rows'][number]

/** A stage that needs no more said: its records come as they are taken in, and are counted as what they are. */
export function importKind<Kind extends ImportBatch['kind']>(
  context: StageContext<Kind>,
  kind: Kind,
  rows: Stage<RowOf<Kind>, Kind>['rows'],
  keyOf?: (row: RowOf<Kind>) => string,
): Promise<void> {
  return importStage<RowOf<Kind>, Kind>(context, {
    label: kind,
    rows,
    ...(keyOf && { keyOf }),
    // The compiler does not follow that rows of a kind and its name belong together.
    batch: (batch) => ({ kind, rows: batch }) as ImportBatch,
    countAs: () => kind,
  })
}

function refuseDouble(seen: Map<string, Place>, key: string, place: Place): void {
  const first = seen.get(key)
  if (first !== undefined) throw badRecord(place, `it is in ${placeText(first)} already`)
  seen.set(key, place)
}

async function writeBatch<Row, Kind extends string>(
  context: StageContext<Kind>,
  stage: Stage<Row, Kind>,
  batch: readonly Placed<Row>[],
): Promise<void> {
  const { system, source, signal, progress } = context
  const counts: Record<string, number> = context.counts
  signal.throwIfAborted()
  const rows = batch.map(({ row }) => row)
  const added = await importBatch(system, source, stage.batch(rows)).catch((error: unknown) => {
    const place = error instanceof BadRowError ? batch[error.row]?.place : undefined
    throw place === undefined ? error : badRecord(place, (error as BadRowError).message)
  })
  const count = (kind: string, records: number): void => {
    counts[kind] = (counts[kind] ?? 0) + records
  }
  for (const index of added) {
    const row = rows[index]
    if (row !== undefined) count(stage.countAs(row), 1)
  }
  count('already_in', batch.length - added.length)
  progress.advance(stage.label, batch.length)
}
