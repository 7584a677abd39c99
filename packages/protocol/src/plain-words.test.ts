// Words that hide or reorder what people read are refused; words of any language are not.
import { describe, expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

const accepts = (text: string): boolean => plainWords(60).safeParse(text).success

describe('words people read', () => {
  it.each([
    ['nothing', '   '],
    ['what cannot be seen', '\u200b\u2060'],
    ['a line break', 'No\nYes, allow what I ticked'],
    ['a line separator', 'one\u2028two'],
    ['a NUL, which PostgreSQL does not store', 'a\0b'],
    ['half a character', 'a\ud800'],
    ['a right-to-left override', 'Song \u202egnos'],
    ['an isolate that is left open', '\u2067Song'],
    ['a terminal escape', '\u001b[2J'],
    ['more than its length', 'x'.repeat(61)],
  ])('refuses %s', (_, text) => expect(accepts(text)).toBe(false))

  it.each(['Friday', 'שיר של יום שישי', 'می\u200cخواهم', '👩\u200d👩\u200d👧', '!!!', '4′33″', '(   )'])(
    'takes %s',
    (text) => expect(accepts(text)).toBe(true),
  )

  it('trims what stands around them', () => expect(plainWords(60).parse('  a  ')).toBe('a'))
})
