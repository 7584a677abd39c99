// The known name closest to a misspelt one.

/** The name in `known` that is at most a third of its letters away from `name`, or undefined when none is that close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(name, candidate) }))
    .sort((a, b) => a.steps - b.steps)
  const [best] = ranked
  return best !== undefined && best.steps <= Math.ceil(best.candidate.length / 3) ? best.candidate : undefined
}

/** Levenshtein's distance: how many letters are put in, left out or changed. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const line = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const changed = (above[j] ?? 0) + (letter === other ? 0 : 1)
      line.push(Math.min(changed, (above[j + 1] ?? 0) + 1, (line[j] ?? 0) + 1))
    }
    above = line
  }
  return above[b.length] ?? 0
}
