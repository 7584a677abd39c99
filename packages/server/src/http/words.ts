// Plain words for what the protocol names by code: powers, fields and purposes, the same on every page.
import { isPurpose, purposes } from '@countersign/protocol'

export { fieldWords, verbWords } from '@countersign/protocol'

/** What a company says it uses data for, to follow "for". */
export function purposeWords(purpose: string): string {
  return isPurpose(purpose) ? purposes[purpose].words : purpose
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** "1 item", "3 items": the count with its noun, regular plural. */
export function countWords(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`
}
