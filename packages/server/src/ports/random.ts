// Randomness as an argument: the port identifiers, tickets and salts take theirs from, and the system's own source.
import { randomBytes } from 'node:crypto'
import { type Id, type IdPrefix, type Instant, newId } from '@countersign/protocol'

/** A source of unpredictable bytes. */
export interface Random {
  bytes(count: number): Uint8Array
}

/** The operating system's source. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

/** A new identifier of one kind, made at `now`. */
export function makeId<P extends IdPrefix>(prefix: P, now: Instant, random: Random): Id<P> {
  return newId(prefix, now, random.bytes(10))
}

/** A secret nobody can guess: 256 bits in base64url. */
export function makeSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}
