// Threads as the pages outside the app list them: under the name their reader knows them by, the newest words first.
import type { Instant, PersonId, ThreadId } from '@countersign/protocol'
import { listFriends } from '../../acts/list-friends.ts'
import { threadTitle } from '../../acts/thread-title.ts'
import type { Session } from '../../store/database.ts'
import { newestMessages } from '../../store/messages.ts'
import { personNames } from '../../store/names.ts'
import { type Stay, staysIn } from '../../store/stays.ts'
import { findThreads, type Thread, threadsOfPerson } from '../../store/threads.ts'
import type { System } from '../../system.ts'

/** Threads in one list. */
const THREADS_SHOWN = 100
const NOBODY = 'Somebody who is not here any more'

/** One line of the list. */
export interface ThreadLine {
  readonly id: ThreadId
  /** The thread's own title, or the names of the others in it. */
  readonly title: string
  /** The other person of a direct thread. */
  readonly other: { readonly id: PersonId; readonly name: string } | null
}

/** A friend one can start a direct thread with. */
export interface FriendLine {
  readonly id: PersonId
  readonly name: string
}

/** The newest threads a person is in, the one with the newest words first. */
export async function threadLines(session: Session, reader: PersonId): Promise<readonly ThreadLine[]> {
  const ids = await threadsOfPerson(session, reader, { limit: THREADS_SHOWN, before: null })
  const threads = await findThreads(session, ids)
  const stays = await staysIn(session, ids)
  const newest = await newestMessages(session, ids, reader)
  const people = [...stays.values()].flatMap((all) => all.map(({ person }) => person))
  const names = await personNames(session, [...new Set(people)])
  const at = ({ id, createdAt }: Thread): Instant => newest.get(id)?.sentAt ?? createdAt
  return [...threads.values()]
    .sort((a, b) => at(b) - at(a))
    .map((thread) => ({ id: thread.id, ...titleOf(thread, stays.get(thread.id) ?? [], reader, names) }))
}

/** A thread's title for one reader: its own, or the names of the others in it. */
export function titleOf(
  thread: Thread,
  stays: readonly Stay[],
  reader: PersonId,
  names: ReadonlyMap<PersonId, string>,
): Pick<ThreadLine, 'title' | 'other'> {
  const others = [...new Set(stays.filter((stay) => stay.leftAt === null).map((stay) => stay.person))]
    .filter((person) => person !== reader)
    .map((id) => ({ id, name: names.get(id) ?? NOBODY }))
  const title = threadTitle(
    thread.title,
    others.map(({ name }) => name),
  )
  return { title, other: thread.kind === 'direct' ? (others[0] ?? null) : null }
}

/** A person's friends with their names. */
export async function friendLines(
  system: Pick<System, 'app'>,
  person: PersonId,
): Promise<readonly FriendLine[]> {
  const { friends } = await listFriends(system, { person })
  return friends.map(({ person: id, name }) => ({ id, name }))
}
