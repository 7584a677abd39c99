// One kind of record, batch by batch: parsed, checked for doubles, written, counted.

import { type ImportBatch, type ImportSystem, importBatch } from '../../acts/import-batch.ts'
import { BadRowError } from '../../acts/import-rows.ts'
import { badRecord, type Place } from '../import-error.ts'
import type { ImportProgress } from '../progress.ts'
import { type CsvFile, type CsvRecord, readCsv } from './csv-file.ts'
import type { LdbcReport } from './import-ldbc.ts'

/** What all stages of one import share. */
export interface StageContext {
  readonly system: ImportSystem
  readonly path: string
  readonly source: string
  readonly progress: ImportProgress
  readonly signal: AbortSignal
  /** The files found of each kind. */
  readonly names: ReadonlyMap<CsvFile, readonly string[]>
  /** Counted up as batches come in. */
  readonly counts: { -readonly [Kind in keyof LdbcReport]: number }
}

/** A parsed record and where it stands. */
export interface Placed<Row> {
  readonly row: Row
  readonly place: Place
}

/** One stage. */
export interface Stage<Row> {
  /** What the records are, in words. */
  readonly label: string
  readonly rows: AsyncIterable<Placed<Row>>
  /** What may stand in the files once only; left out when the rows are known to be different. */
  readonly keyOf?: (row: Row) => string
  readonly batch: (rows: readonly Row[]) => ImportBatch
  readonly countAs: (row: Row) => keyof LdbcReport
}

/** Large enough that a turn of the ledger costs little a record, small enough that chat does not wait for it. */
const BATCH_SIZE = 500

/** Every record of one kind of file, parsed. */
export async function* parsedRows<Row>(
  context: Pick<StageContext, 'path' | 'names'>,
  file: CsvFile,
  parse: (record: CsvRecord) => Row,
): AsyncGenerator<Placed<Row>> {
  for (const name of context.names.get(file) ?? [])
    for await (const record of readCsv(context.path, name, file.columns))
      yield { row: parse(record), place: record.place }
}

/** Brings all records of a stage in. @throws ImportError; the signal's reason when stopped */
export async function importStage<Row>(context: StageContext, stage: Stage<Row>): Promise<void> {
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

function refuseDouble(seen: Map<string, Place>, key: string, place: Place): void {
  const first = seen.get(key)
  if (first !== undefined) throw badRecord(place, `it is in ${first.file} line ${first.line} already`)
  seen.set(key, place)
}

async function writeBatch<Row>(
  context: StageContext,
  stage: Stage<Row>,
  batch: readonly Placed<Row>[],
): Promise<void> {
  const { system, source, signal, counts, progress } = context
  signal.throwIfAborted()
  const rows = batch.map(({ row }) => row)
  const added = await importBatch(system, source, stage.batch(rows)).catch((error: unknown) => {
    const place = error instanceof BadRowError ? batch[error.row]?.place : undefined
    throw place === undefined ? error : badRecord(place, (error as BadRowError).message)
  })
  for (const index of added) {
    const row = rows[index]
    if (row !== undefined) counts[stage.countAs(row)]++
  }
  counts.already_in += batch.length - added.length
  progress.advance(stage.label, batch.length)
}
