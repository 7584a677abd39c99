// The delivery chain as its partner checks it (design §6): every disclosure carries the number after the one before.

import { UnexpectedAnswerError } from './errors.ts'
import { countOf, isObject, textOf } from './json.ts'

/** One disclosure an answer was recorded as: about whom, its number in the delivery chain, its place in the log. */
export interface Disclosure {
  /** Opaque: the word the answer has for somebody it shows; a new word in every answer for somebody it does not. */
  readonly subject: string
  /** Number in the chain of (granting person, partner), from 1. */
  readonly n: number
  /** Index of the leaf in the public log. */
  readonly index: number
}

/** How far a delivery chain has been received. Keep it as long as there are connections of this person. */
export interface Deliveries {
  /** The number of the last disclosure received; 0 before the first. */
  readonly last: number
}

/** The chain before anything was delivered. */
export const noDeliveries: Deliveries = { last: 0 }

/** Where a chain did not go on as it must. */
export interface DeliveryGap {
  readonly expected: number
  readonly received: number
}

/**
 * The chain after an answer, and the first place where it did not go on by one. After a gap it goes on from the highest
 * number seen, so that one gap is found once.
 */
export function advance(
  { last }: Deliveries,
  disclosures: readonly Disclosure[],
): { readonly deliveries: Deliveries; readonly gap: DeliveryGap | null } {
  let highest = last
  let gap: DeliveryGap | null = null
  for (const { n } of disclosures) {
    if (n !== highest + 1) gap ??= { expected: highest + 1, received: n }
    highest = Math.max(highest, n)
  }
  return { deliveries: { last: highest }, gap }
}

/** The disclosure in a JSON value. @throws UnexpectedAnswerError when it is not one */
export function parseDisclosure(value: unknown): Disclosure {
  if (!isObject(value)) throw new UnexpectedAnswerError('a disclosure is not a JSON object')
  const what = 'a disclosure'
  return {
    subject: textOf(value, 'subject', what),
    n: countOf(value, 'n', what),
    index: countOf(value, 'index', what),
  }
}
