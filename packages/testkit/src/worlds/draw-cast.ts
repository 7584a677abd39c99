// Who and what a world is about: ids, words and times that occur nowhere else, so that a search finds a leak or nothing.
import { DAY_MS, type Id, type IdPrefix, type Instant } from '@countersign/protocol'
import type { Dice } from './dice.ts'

/** Every world's now. One instant for all of them: a ledger's time never goes back from one world to the next. */
export const WORLD_NOW: Instant = Date.UTC(2026, 5, 1, 12)

/** How far back a world goes. */
const REACH = 130 * DAY_MS

/** Makes what must be unlike anything else in any world of the run. */
export interface Mint {
  id<P extends IdPrefix>(prefix: P): Id<P>
  /** A word no other text, name, title or address has. */
  word(): string
  /** A telephone number nobody else has. */
  phone(): string
  /** 64 hexadecimal digits of a screen of its own. */
  screen(): string
}

/** A mint of the world with this number (0 to 36^5 - 1). */
export function openMint(n: number): Mint {
  let count = 0
  const time = WORLD_NOW.toString(16).padStart(12, '0')
  const number = n.toString(16).padStart(8, '0')
  const world = n.toString(36).padStart(5, '0')
  return {
    id: (prefix) => `${prefix}_${time}7c5a8${number}${(count++).toString(16).padStart(7, '0')}`,
    word: () => `ö${world}${(count++).toString(36).padStart(3, '0')}`,
    phone: () => `+49${String(n).padStart(8, '0')}${String(count++).padStart(5, '0')}`,
    screen: () => `${number}${(count++).toString(16)}`.padStart(64, 'c'),
  }
}

/** When things happen: at a few moments shared by everything in a world, a millisecond off them, or at times of their own. */
export interface Moments {
  /** A moment of the past, or now. */
  past(): Instant
  /** A moment of the past not before `from`. */
  since(from: Instant): Instant
  /** A millisecond before now, now, or a millisecond after. */
  aroundNow(): Instant
  /** A moment a millisecond before, at or after `at`. */
  around(at: Instant): Instant
}

/** The moments of one world. */
export function drawMoments(dice: Dice): Moments {
  const shared = Array.from({ length: 6 }, () => WORLD_NOW - dice.below(REACH))
  const around = (at: Instant): Instant =>
    at +
    dice.weighted([
      [2, 0],
      [1, -1],
      [1, 1],
    ])
  const since = (from: Instant): Instant => {
    const later = shared.filter((at) => at > from)
    if (later.length > 0 && dice.chance(0.45)) return Math.max(from, around(dice.pick(later)))
    return Math.min(WORLD_NOW, from) + dice.below(Math.max(1, WORLD_NOW - from))
  }
  return {
    past: () => since(WORLD_NOW - REACH),
    since,
    around,
    aroundNow: () => WORLD_NOW + dice.between(-1, 1),
  }
}
