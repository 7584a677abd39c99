// The figures of a demo: what the obligations expect, what was seen, and whether that holds.

/** One line of a demo's table. */
export interface Figure {
  readonly what: string
  /** The obligation it shows, such as `COP-01`. */
  readonly duty: string
  readonly expected: string
  readonly seen: string
  readonly ok: boolean
}

/** What a figure can be: a count, or words such as a refusal's code. */
export type Seen = number | string

/** A demo's figures, collected while it plays. */
export interface Figures {
  readonly all: readonly Figure[]
  /** Holds when both are the same. */
  equal(duty: string, what: string, expected: Seen, seen: Seen): void
  /** Holds when there are that many or more: for counts that depend on how fast the machine is. */
  atLeast(duty: string, what: string, least: number, seen: number): void
  /** Holds when there are that many or fewer: for bounds. */
  atMost(duty: string, what: string, most: number, seen: number): void
}

/**
 * An empty table.
 * @param tell is told of each figure as soon as it is known
 */
export function collectFigures(tell: (figure: Figure) => void): Figures {
  const all: Figure[] = []
  const add = (figure: Figure): void => {
    all.push(figure)
    tell(figure)
  }
  return {
    all,
    equal: (duty, what, expected, seen) =>
      add({ what, duty, expected: String(expected), seen: String(seen), ok: expected === seen }),
    atLeast: (duty, what, least, seen) =>
      add({ what, duty, expected: `≥ ${least}`, seen: String(seen), ok: seen >= least }),
    atMost: (duty, what, most, seen) =>
      add({ what, duty, expected: `≤ ${most}`, seen: String(seen), ok: seen <= most }),
  }
}

/** The exit code of a demo: 0 only when there are figures and every one holds. */
export function exitCodeOf(figures: readonly Figure[]): 0 | 1 {
  return figures.length > 0 && figures.every(({ ok }) => ok) ? 0 : 1
}
