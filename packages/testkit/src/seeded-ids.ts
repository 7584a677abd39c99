// Identifiers a test can repeat: the same seed gives the same ids, another seed none of them.
import { type Id, type IdPrefix, type Instant, newId } from '@countersign/protocol'

/** A source of ids. */
export interface SeededIds {
  next<P extends IdPrefix>(prefix: P): Id<P>
  /** A hash no other seed gives, 64 hexadecimal digits. */
  hash(): string
  /** A source of its own for each name, so that order of use does not matter. */
  of(name: string): SeededIds
}

/** Ids for one seed (0 to 2^32 - 1), dated at `now`. */
export function seededIds(seed: number, now: Instant, name = ''): SeededIds {
  let n = 0
  const bytes = (): Uint8Array => {
    const random = new Uint8Array(10)
    const view = new DataView(random.buffer)
    view.setUint16(0, hashOf(name))
    view.setUint32(2, seed)
    view.setUint32(6, n++)
    return random
  }
  return {
    next: (prefix) => newId(prefix, now, bytes()),
    hash: () =>
      Array.from(bytes(), (byte) => byte.toString(16).padStart(2, '0'))
        .join('')
        .padStart(64, 'c'),
    of: (inner) => seededIds(seed, now, `${name}/${inner}`),
  }
}

/** Names are few and short; a collision would show as a duplicate key at once. */
function hashOf(name: string): number {
  return [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) & 0x0fff, 7)
}
