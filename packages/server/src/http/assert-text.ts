// Texts that are none are refused before anything reads them: PostgreSQL holds no NUL, and UTF-8 no half of a character.
import { Problem } from '../problems.ts'

/**
 * Walks everything a request brought, names and values, however deep.
 * @throws {Problem} BAD_REQUEST naming where such a text stands
 */
export function assertText(parts: Readonly<Record<string, unknown>>): void {
  const waiting: { readonly value: unknown; readonly at: string }[] = [{ value: parts, at: '' }]
  // A list and no recursion: who sends JSON decides how deep it is.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, at } = next
    if (typeof value === 'string' && !isText(value)) throw notText(at)
    // Bytes are no text, and there are many of them.
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue
    for (const [name, inner] of Object.entries(value)) {
      if (!isText(name)) throw notText(at)
      waiting.push({ value: inner, at: at === '' ? name : `${at}/${name.slice(0, 100)}` })
    }
  }
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function notText(at: string): Problem {
  return new Problem('BAD_REQUEST', {
    errors: [{ at: at.slice(0, 300), problem: 'must be well-formed text' }],
  })
}
