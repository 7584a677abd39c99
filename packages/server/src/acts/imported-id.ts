// Ids of imported records, made from the source's own: the same record gets the same id in every run and on every server.
import { type Instant, newId, uuidOf } from '@countersign/protocol'
import { sha256 } from '../ledger/hash.ts'

/**
 * A UUIDv7 (RFC 9562 §5.7) with the record's own time and, where randomness would be, a hash of what the record is. It is
 * no secret: whoever knows the source can compute it, as with any id that people see.
 */
export function importedUuid(source: string, kind: string, externalId: string, at: Instant): string {
  // A zero byte cannot occur in any of the parts, so that no two records share a text.
  const what = ['countersign import', source, kind, externalId].join('\0')
  return uuidOf(newId('message', at, sha256(Buffer.from(what))))
}
