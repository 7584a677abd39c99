// Names in words being written: whom an unfinished `@…` could mean, and where the names that were picked stand when it is sent.
import type { Thread } from '../data/threads.ts'

type Member = Thread['members'][number]

/** Members whose name begins with what stands after the last `@` before the caret; none when nothing does. */
export function couldMean(
  words: string,
  caret: number,
  members: readonly Member[],
): { readonly from: number; readonly members: readonly Member[] } {
  const from = words.lastIndexOf('@', caret - 1)
  const typed = words.slice(from + 1, caret)
  const opens = from >= 0 && (from === 0 || /\s/.test(words[from - 1] ?? ''))
  if (!opens || typed.length > 40) return { from, members: [] }
  const low = typed.toLocaleLowerCase()
  return { from, members: members.filter(({ name }) => name.toLocaleLowerCase().startsWith(low)) }
}

/** Where each picked member's `@name` stands now, in UTF-16 code units; one that was changed since is a word like any other. */
export function mentionsIn(
  words: string,
  picked: readonly Member[],
): { readonly person: string; readonly start: number; readonly end: number }[] {
  const found: { person: string; start: number; end: number }[] = []
  const longest = [...new Map(picked.map((one) => [one.id, one])).values()].sort(
    (a, b) => b.name.length - a.name.length,
  )
  for (const { id: person, name } of longest) {
    const mark = `@${name}`
    for (let start = words.indexOf(mark); start >= 0; start = words.indexOf(mark, start + 1)) {
      const end = start + mark.length
      if (found.every((other) => end <= other.start || other.end <= start)) found.push({ person, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}
