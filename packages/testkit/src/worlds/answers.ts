// Answers held next to each other: what counts as the same answer.
import { isDeepStrictEqual } from 'node:util'
import type { ExpectedAnswer, ExpectedItem } from './world-state.ts'

/** Whether two answers say the same. Messages come in one order; the order of every other list tells nothing. */
export function sameAnswer(a: ExpectedAnswer, b: ExpectedAnswer): boolean {
  if (a.outcome === 'refuse' || b.outcome === 'refuse') return isDeepStrictEqual(a, b)
  return isDeepStrictEqual(inOrder(a.items), inOrder(b.items))
}

function inOrder(items: readonly ExpectedItem[]): readonly ExpectedItem[] {
  if (items.length < 2) return items
  return items.toSorted((a, b) => {
    const [x, y] = [placeOf(a), placeOf(b)]
    return x === y ? 0 : x < y ? -1 : 1
  })
}

/** Equal for all messages, which stay as they come. */
function placeOf(item: ExpectedItem): string {
  switch (item.kind) {
    case 'thread':
      return item.thread
    case 'member':
    case 'friend':
      return item.person
    case 'contact':
      return `${item.person} ${item.field} ${item.value}`
    default:
      return ''
  }
}
