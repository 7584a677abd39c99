// Which records of which source are in already, and as what: the memory that makes an import repeatable.
import type { Session } from './database.ts'

/** A record of a source; the same number may be a person, a thread and a message there, so the kind is part of it. */
export interface ExternalKey {
  readonly kind: string
  readonly externalId: string
}

/** A record and the UUID it got here. */
export interface ImportedId extends ExternalKey {
  readonly uuid: string
}

/** One text for a key, for maps and sets; kinds hold no space. */
export function keyText({ kind, externalId }: ExternalKey): string {
  return `${kind} ${externalId}`
}

/** The UUIDs of those records that are in, by `keyText`. */
export async function findImported(
  session: Session,
  source: string,
  keys: readonly ExternalKey[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<{ kind: string; external_id: string; id: string }>(
    `select i.kind, i.external_id, i.id from unnest($2::text[], $3::text[]) as k (kind, external_id)
     join imported_ids i on i.source = $1 and i.kind = k.kind and i.external_id = k.external_id`,
    [source, keys.map((key) => key.kind), keys.map((key) => key.externalId)],
  )
  return new Map(rows.map((row) => [keyText({ kind: row.kind, externalId: row.external_id }), row.id]))
}

/**
 * Writes down that these records come in with this transaction. Of two imports at once the second waits here for the
 * first and then finds them claimed.
 * @returns the `keyText`s that were not in before: only those may be written
 */
export async function claimImported(
  session: Session,
  source: string,
  ids: readonly ImportedId[],
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ kind: string; external_id: string }>(
    `insert into imported_ids (source, kind, external_id, id)
     select $1, * from unnest($2::text[], $3::text[], $4::uuid[])
     on conflict do nothing returning kind, external_id`,
    [source, ids.map((id) => id.kind), ids.map((id) => id.externalId), ids.map((id) => id.uuid)],
  )
  return new Set(rows.map((row) => keyText({ kind: row.kind, externalId: row.external_id })))
}
