// Words somebody else chose that people read on our pages: one line that shows what it holds, in the order it holds it.
import { z } from 'zod'

// Controls, line and paragraph separators, half characters, and what turns the direction of everything after it
// (Unicode TR 9 §2.1, §2.2, §2.5): with those a name could rewrite the sentence it stands in.
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u

/** One line of 1 to `max` UTF-16 units, trimmed: something to see in it, and nothing that hides or reorders what is shown. */
export const plainWords = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => seen.test(text) && !unseen.test(text), {
      error: 'must be one line of text, without control characters or characters that change its direction',
    })

// Characters without a shape (Unicode DerivedCoreProperties: Default_Ignorable_Code_Point) and those only one font knows.
const shapeless = /\p{DI}|\p{Co}/gu
// Joiners and the two emoji selectors shape what stands before them: one at a time they stay, so no number fits into them.
const shaping = ['\u200c', '\u200d', '\ufe0e', '\ufe0f']
const uncounted = /(?:\u200c|\u200d){2}|[\ufe0e\ufe0f]{2}|(?:\u200c|\u200d)$/u

/** Plain words of a partner that many people will read: every character of them can be seen, so no mark can hide in them. */
export const visibleWords = (max: number) =>
  plainWords(max).refine(
    (text) => !uncounted.test(text) && (text.match(shapeless) ?? []).every((one) => shaping.includes(one)),
    { error: 'must not hold characters that cannot be seen' },
  )
