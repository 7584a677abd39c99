// What importing any kind of record has in common: what is in already, what a record points to, and claiming it.
import type { Instant } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import {
  claimImported,
  type ExternalKey,
  findImported,
  type ImportedId,
  keyText,
} from '../store/imported-ids.ts'
import { importedUuid } from './imported-id.ts'

/** A record that points to what is not there; `row` is its place in the batch, from 0. */
export class BadRowError extends Error {
  override readonly name = 'BadRowError'
  readonly row: number

  constructor(row: number, reason: string) {
    super(reason)
    this.row = row
  }
}

/** A record that is not in yet, with its place in the batch and the UUID it will have. */
export interface Fresh<Row> extends ImportedId {
  readonly row: Row
  readonly place: number
}

/** The records of a batch that are not in yet. One look, before any transaction: a repeated import writes nothing. */
export async function freshOf<Row>(
  session: Session,
  source: string,
  rows: readonly Row[],
  describe: (row: Row) => ExternalKey & { readonly at: Instant },
): Promise<readonly Fresh<Row>[]> {
  const all = rows.map((row, place) => {
    const { kind, externalId, at } = describe(row)
    return { row, place, kind, externalId, uuid: importedUuid(source, kind, externalId, at) }
  })
  const known = await findImported(session, source, all)
  return all.filter((fresh) => !known.has(keyText(fresh)))
}

/** What records point to, resolved at once; asking for one that is not in throws. */
export interface Targets {
  /** The UUID of what `fresh` points to. @throws {BadRowError} saying that there is no such `kind` */
  uuidOf(fresh: Fresh<unknown>, kind: string, externalId: string): string
}

/** Resolves everything these records point to. */
export async function resolveTargets<Row>(
  session: Session,
  source: string,
  fresh: readonly Fresh<Row>[],
  pointsTo: (row: Row) => readonly ExternalKey[],
): Promise<Targets> {
  const wanted = new Map(fresh.flatMap(({ row }) => pointsTo(row)).map((key) => [keyText(key), key]))
  const found = await findImported(session, source, [...wanted.values()])
  return {
    uuidOf({ place }, kind, externalId) {
      const uuid = found.get(keyText({ kind, externalId }))
      if (uuid === undefined) throw new BadRowError(place, `it names a ${kind} that no record has brought in`)
      return uuid
    },
  }
}

/** Claims records in the transaction that writes them; returns those that are really new. */
export async function claim<F extends Fresh<unknown>>(
  session: Session,
  source: string,
  fresh: readonly F[],
): Promise<readonly F[]> {
  const claimed = await claimImported(session, source, fresh)
  return fresh.filter((one) => claimed.has(keyText(one)))
}
