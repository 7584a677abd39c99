// The byte search (COP-01): everything of a world that can be recognised in an answer must be in what was expected of it.
import { wireTime } from '@countersign/protocol'
import type { ExpectedAnswer, ExpectedItem } from '../../worlds/world-state.ts'

/**
 * What worlds are made of, wherever it stands: words of texts, names, titles and addresses; telephone numbers; instants on
 * the wire and as numbers; and the plain ids of anybody and anything, with dashes or without. A world's words and ids
 * occur in no other (openMint), so a find that was not expected is a leak, whichever part of the answer it is in.
 */
const recognisable =
  /ö[0-9a-z]{8}|\+49\d{13}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)|(?<!\d)1[5-9]\d{11}(?!\d)|7c5[a0-9]-?8[0-9a-f]{3}-?[0-9a-f]{12}/g

/** What an answer must not hold and does. Free text of people who allowed it is expected, and so found innocent. */
export function leaksIn(bytes: readonly string[], expected: ExpectedAnswer): readonly string[] {
  const found = bytes.flatMap((text) => text.match(recognisable) ?? [])
  if (found.length === 0) return []
  const told = expected.outcome === 'refuse' ? '' : expected.items.map(wordsOf).join(' ')
  const allowed = new Set(told.match(recognisable))
  return [...new Set(found.filter((one) => !allowed.has(one)))]
}

/** What an item may say in plain words and times; its people and things are known by opaque ids only. */
function wordsOf(item: ExpectedItem): string {
  const time = (at: number | undefined): string => (at === undefined ? '' : wireTime(at))
  switch (item.kind) {
    case 'thread':
      return item.title ?? ''
    case 'member':
      return `${item.name} ${time(item.joinedAt)}`
    case 'friend':
      return `${item.name} ${time(item.since)}`
    case 'contact':
      return item.value
    default:
      return [
        item.text,
        JSON.stringify([item.card, item.attachments]),
        time(item.sentAt),
        time(item.editedAt),
      ].join(' ')
  }
}
