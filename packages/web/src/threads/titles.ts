// What a thread is called for its reader: its title, or the others in it.
import type { Thread } from '../data/threads.ts'
import type { Text } from '../text/text-in.ts'

const MOST_NAMED = 3

/** The others in it. */
export function othersIn({ members }: Pick<Thread, 'members'>, me: string): Thread['members'] {
  return members.filter(({ id }) => id !== me)
}

/** Its title, or the names of the others. */
export function titleFor(text: Text, thread: Pick<Thread, 'title' | 'members'>, me: string): string {
  return titleOf(
    text,
    thread.title,
    othersIn(thread, me).map(({ name }) => name),
  )
}

/** The same where only the names are known. */
export function titleOf(text: Text, title: string | null, names: readonly string[]): string {
  if (title !== null) return title
  if (names.length === 0) return text('threads.alone')
  if (names.length <= MOST_NAMED) return names.join(', ')
  return text('threads.andOthers', {
    names: names.slice(0, MOST_NAMED - 1).join(', '),
    count: names.length - MOST_NAMED + 1,
  })
}
