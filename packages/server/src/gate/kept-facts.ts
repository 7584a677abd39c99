// Facts kept between calls, each with the turn up to which it is known to stand (design §5: a cached look, never a cached permit).

/**
 * Facts and the turn they stand at: no change up to it that concerns them is missing from them. The turnstile checks every
 * answer against the changes after that turn, so facts that are out of date send it back to look instead of letting it
 * through. How long they have been kept does not matter, only that every change leaves its row.
 */
export interface Kept<T> {
  readonly facts: T
  turn: number
  outdated: boolean
}

/** Facts by what they are about. It forgets what was not asked for longest. */
export interface KeptFacts<T> {
  /** Facts that are not known to be out of date. */
  find(name: string): Kept<T> | undefined
  /** Keeps facts read at a turn, unless later ones are here already. */
  keep(name: string, facts: T, turn: number): Kept<T>
}

/** Further behind the head than this, facts are read again: the turnstile reads all changes since. */
const TURNS_KEPT = 1_000

/**
 * Whether kept facts can serve a look at a turn. Those of a later turn come from a history that is no more: a database
 * brought back from a backup.
 */
export function canServe({ turn }: Kept<unknown>, now: number): boolean {
  return turn <= now && now - turn <= TURNS_KEPT
}

/** @param room how many it holds */
export function keepFacts<T>(room: number): KeptFacts<T> {
  const all = new Map<string, Kept<T>>()
  return {
    find(name) {
      const kept = all.get(name)
      if (kept === undefined) return undefined
      all.delete(name)
      if (kept.outdated) return undefined
      all.set(name, kept)
      return kept
    },
    keep(name, facts, turn) {
      const kept = { facts, turn, outdated: false }
      const known = all.get(name)
      if (known !== undefined && !known.outdated && known.turn > turn) return kept
      all.delete(name)
      all.set(name, kept)
      const [oldest] = all.keys()
      if (all.size > room && oldest !== undefined) all.delete(oldest)
      return kept
    },
  }
}

/** What the turnstile said of an answer that rested on facts: they stand up to its turn, or something has changed. */
export function learn(kept: Kept<unknown> | undefined, through: { readonly turn: number } | 'again'): void {
  if (kept === undefined) return
  if (through === 'again') kept.outdated = true
  else kept.turn = Math.max(kept.turn, through.turn)
}
