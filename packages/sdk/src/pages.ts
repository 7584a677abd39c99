// Lists as async iterators: items one by one, or answer by answer for who wants to see each as it came.
import type { Answer } from './answers.ts'

/** A list that is read as far as the caller goes: stop iterating and nothing more is asked for. */
export interface Pages<Item> extends AsyncIterable<Item> {
  /** Answer by answer instead of item by item. */
  answers(): AsyncIterable<Answer<Item>>
}

/** A list over a function that fetches the answer at a cursor (null: from the start). */
export function pagesOf<Item>(fetch: (cursor: string | null) => Promise<Answer<Item>>): Pages<Item> {
  async function* answers(): AsyncGenerator<Answer<Item>> {
    let cursor: string | null = null
    do {
      const answer: Answer<Item> = await fetch(cursor)
      yield answer
      cursor = answer.next
    } while (cursor !== null)
  }
  async function* items(): AsyncGenerator<Item> {
    for await (const answer of answers()) yield* answer.items
  }
  return { answers, [Symbol.asyncIterator]: items }
}
