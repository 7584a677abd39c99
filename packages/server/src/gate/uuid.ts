// UUIDs for rows that have no identifier of their own outside the database.
import { uuidOf } from '@countersign/protocol'
import type { Clock } from '../ports/clock.ts'
import { makeId, type Random } from '../ports/random.ts'

/** A new UUIDv7 in the form the database stores. */
export function newUuid(clock: Clock, random: Random): string {
  return uuidOf(makeId('decision', clock.now(), random))
}
