// What the exit check expects of a text: its mentions cut in a way of its own, by what overlaps what is withheld.
import { type Mention, type PersonId, SOMEONE } from '@countersign/protocol'

/** A text as it may leave, and the people whose mentions stand in it. */
export interface TextLeft {
  readonly text: string
  readonly named: readonly PersonId[]
}

/**
 * The text as it must look: a mention of somebody who may not be named takes with it every mention it overlaps, and what
 * they cover together becomes the word "someone". What a mention has outside of the text counts for nothing.
 */
export function textLeft(
  body: string,
  mentions: readonly Mention[],
  mayName: (person: PersonId) => boolean,
): TextLeft {
  const within = mentions
    .map(({ person, start, end }) => ({ person, start: Math.max(start, 0), end: Math.min(end, body.length) }))
    .filter(({ start, end }) => start < end)
  const cut = new Set(within.filter(({ person }) => !mayName(person)))
  // A Set's loop reaches what is added on the way: what overlaps something cut is cut too.
  for (const one of cut)
    for (const other of within) if (one.start < other.end && other.start < one.end) cut.add(other)
  let text = ''
  let from = 0
  for (const { start, end } of [...cut].toSorted((a, b) => a.start - b.start)) {
    if (start >= from) text += body.slice(from, start) + SOMEONE
    from = Math.max(from, end)
  }
  const named = within.filter((mention) => !cut.has(mention)).map(({ person }) => person)
  return { text: text + body.slice(from), named }
}
