// The small words of the decision table: moments, lists, and phrases read from left to right.
import { DAY_MS, type Field, type Instant, isField, isVerb, type Verb } from '@countersign/protocol'

/** A moment relative to day 0, in milliseconds. */
export type Moment = number

/** Says what is wrong with a cell; the parser adds file and line. */
export class WordError extends Error {
  override readonly name = 'WordError'
}

/** How a moment is written: `day 3`, `day -1`, `day 0.5`, `day 180-1ms`. To be put into the patterns of phrases. */
export const moment = String.raw`day (-?\d+(?:\.\d+)?(?:[-+]\d+ms)?)`

/** The moment written after the word "day". */
export function readMoment(text: string): Moment {
  const found = /^(-?\d+(?:\.\d+)?)(?:([-+]\d+)ms)?$/.exec(text)
  if (found === null) throw new WordError(`"${text}" is not a day`)
  return Math.round(Number(found[1]) * DAY_MS) + Number(found[2] ?? 0)
}

/** The instant of a moment, given the instant of day 0. */
export function at(dayZero: Instant, when: Moment): Instant {
  return dayZero + when
}

/** `a+b` as verbs. */
export function readVerbs(text: string): readonly Verb[] {
  return text.split('+').map((word) => {
    if (!isVerb(word)) throw new WordError(`"${word}" is not a verb`)
    return word
  })
}

/** `a+b` as fields. */
export function readFields(text: string): readonly Field[] {
  return text.split('+').map((word) => {
    if (!isField(word)) throw new WordError(`"${word}" is not a field`)
    return word
  })
}

/** One kind of phrase: how it is written and what it does to what was read before. */
export type Phrase<T> = readonly [pattern: RegExp, apply: (before: T, words: readonly string[]) => T]

/** Reads a cell of phrases separated by `; `, each of which must be understood to its end. */
export function readCell<T>(text: string, empty: T, phrases: readonly Phrase<T>[]): T {
  if (text === '') return empty
  return text.split('; ').reduce((before, phrase) => readWhole(phrase, before, phrases), empty)
}

function readWhole<T>(phrase: string, before: T, phrases: readonly Phrase<T>[]): T {
  for (const [pattern, apply] of phrases) {
    const found = new RegExp(`^(?:${pattern.source})$`).exec(phrase)
    if (found !== null) return apply(before, found.slice(1))
  }
  throw new WordError(`"${phrase}" is not understood`)
}

/** Reads words that may follow each other in any order, each of which must be understood. */
export function readModifiers<T>(text: string, before: T, modifiers: readonly Phrase<T>[]): T {
  let [value, rest] = [before, text.trim()]
  while (rest !== '') {
    const next = modifiers
      .map(([pattern, apply]) => ({ found: new RegExp(`^(?:${pattern.source})(?: |$)`).exec(rest), apply }))
      .find(({ found }) => found !== null)
    if (next?.found == null) throw new WordError(`"${rest}" is not understood`)
    value = next.apply(value, next.found.slice(1))
    rest = rest.slice(next.found[0].length)
  }
  return value
}
