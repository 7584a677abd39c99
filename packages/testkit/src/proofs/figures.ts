// The figures of a proof: what was promised, what was seen, and whether that holds; printed for the command line to read.

/** One line of a proof's table. */
export interface Figure {
  readonly what: string
  /** The obligation or the section of the design it shows, such as `COP-01` or `design §12`. */
  readonly duty: string
  readonly expected: string
  readonly seen: string
  readonly ok: boolean
}

/** A number, or words such as a name. */
export type Seen = number | string

/** What a proof may tell beside its figures: whatever JSON holds. */
export type Details = { readonly [name: string]: DetailValue }
type DetailValue = string | number | boolean | null | readonly DetailValue[] | Details

/** Holds when both are the same. */
export function equal(duty: string, what: string, expected: Seen, seen: Seen): Figure {
  return { what, duty, expected: String(expected), seen: String(seen), ok: expected === seen }
}

/** Holds when there are that many or more: a proof that did little proves little. */
export function atLeast(duty: string, what: string, least: number, seen: number): Figure {
  return { what, duty, expected: `≥ ${least}`, seen: String(seen), ok: seen >= least }
}

/** Told for its own sake: always holds. */
export function told(duty: string, what: string, seen: Seen): Figure {
  return { what, duty, expected: '', seen: String(seen), ok: true }
}

/**
 * Prints a proof's figures as the one JSON object the command line reads, and sets the exit code: 0 only when there are
 * figures and all of them hold.
 */
export function printProof(name: string, figures: readonly Figure[], details: Details = {}): void {
  process.stdout.write(JSON.stringify({ name, figures, details }))
  process.exitCode = figures.length > 0 && figures.every(({ ok }) => ok) ? 0 : 1
}
