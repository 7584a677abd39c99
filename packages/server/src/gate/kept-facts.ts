// Facts kept between calls, each with the turn up to which it is known to stand (design §5: a cached look, never a cached permit).
import type { Instant } from '@countersign/protocol'
import { LRUCache } from 'lru-cache'

/** The turn and the time something was read at. */
export interface ReadAt {
  readonly turn: number
  /** Decision time: no call that uses what was read is decided for an earlier time. */
  readonly time: Instant
}

/**
 * Facts and the turn they stand at: no change up to it that concerns them is missing from them. The turnstile checks every
 * answer against the changes after that turn, so facts that are out of date send it back to look instead of letting it
 * through. How long they have been kept does not matter, only that every change leaves its row.
 */
export interface Kept<T> {
  readonly facts: T
  readonly readAt: ReadAt
  readonly turn: number
  /** What the turnstile said of an answer that rested on them: they stand up to its turn, or something has changed. */
  learn(through: { readonly turn: number } | 'again'): void
}

/** Facts by what they are about. It forgets what was not asked for longest. */
export interface KeptFacts<T> {
  /** Facts that are not known to be out of date. */
  find(name: string): Kept<T> | undefined
  /** Keeps facts just read, unless later ones are here already. */
  keep(name: string, facts: T, readAt: ReadAt): Kept<T>
  /** The same facts to those who look for none: what they read is kept for others. */
  readonly anew: KeptFacts<T>
}

/** Further behind the turns that were heard of than this, facts are read again: the turnstile reads all changes since. */
const TURNS_KEPT = 1_000

/** @param room how many it holds */
export function keepFacts<T>(room: number): KeptFacts<T> {
  const all = new LRUCache<string, Kept<T>>({ max: room })
  let heard = 0
  const hear = (turn: number): void => {
    // Turns are heard of in their order. An earlier one begins another history: the database was brought back from a backup.
    if (turn < heard) all.clear()
    heard = turn
  }
  const make = (name: string, facts: T, readAt: ReadAt): Kept<T> => {
    let { turn } = readAt
    const kept: Kept<T> = {
      facts,
      readAt,
      get turn() {
        return turn
      },
      learn(through) {
        if (through !== 'again') {
          hear(through.turn)
          turn = Math.max(turn, through.turn)
        } else if (all.peek(name) === kept) all.delete(name)
      },
    }
    return kept
  }
  const keep: KeptFacts<T>['keep'] = (name, facts, readAt) => {
    const kept = make(name, facts, readAt)
    const known = all.peek(name)
    if (known === undefined || known.turn <= readAt.turn) all.set(name, kept)
    return kept
  }
  const anew: KeptFacts<T> = {
    find: () => undefined,
    keep,
    get anew() {
      return anew
    },
  }
  return {
    find(name) {
      const kept = all.get(name)
      if (kept === undefined || heard - kept.turn <= TURNS_KEPT) return kept
      all.delete(name)
      return undefined
    },
    keep,
    anew,
  }
}
