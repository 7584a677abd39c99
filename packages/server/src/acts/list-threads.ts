// A person's threads: what they are called, who is in them, how they share, the last thing said.
import { type PersonId, stricter, type ThreadId, type ThreadSetting } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type Message, newestMessages } from '../store/messages.ts'
import { personNames } from '../store/names.ts'
import { type Unread, unreadIn } from '../store/read-marks.ts'
import { type Stay, staysIn } from '../store/stays.ts'
import { findThreads, type Thread, threadsOfPerson } from '../store/threads.ts'
import type { System } from '../system.ts'

/** A member with the name they chose. */
export interface ListedMember extends Pick<Stay, 'person' | 'joinedAt'> {
  readonly name: string
}

/** A thread as one of its members sees it. */
export interface ListedThread extends Thread {
  /** The stricter of what the members set and the deployment's floor. */
  readonly effective: ThreadSetting
  /** Who is in it now. */
  readonly members: readonly ListedMember[]
  /** The last message of their stays that is not deleted. */
  readonly newest: Message | null
  readonly unread: Unread
}

/** The threads a person is in now, the newest first, below `before`. */
export async function listThreads(
  { app, settings }: Pick<System, 'app' | 'settings'>,
  {
    person,
    ...page
  }: { readonly person: PersonId; readonly limit: number; readonly before: ThreadId | null },
): Promise<readonly ListedThread[]> {
  return app.read(async (session) =>
    describe(session, settings, person, await threadsOfPerson(session, person, page)),
  )
}

/** One thread. @throws {Problem} NOT_FOUND for one the person is not in */
export async function readThread(
  { app, settings }: Pick<System, 'app' | 'settings'>,
  { person, thread }: { readonly person: PersonId; readonly thread: ThreadId },
): Promise<ListedThread> {
  return app.read(async (session) => {
    const [found] = await describe(session, settings, person, [thread])
    if (!found?.members.some((member) => member.person === person)) throw new Problem('NOT_FOUND')
    return found
  })
}

async function describe(
  session: Session,
  { floor }: System['settings'],
  reader: PersonId,
  ids: readonly ThreadId[],
): Promise<readonly ListedThread[]> {
  const threads = await findThreads(session, ids)
  const stays = await staysIn(session, ids)
  const newest = await newestMessages(session, ids, reader)
  const unread = await unreadIn(session, ids, reader)
  const present = (thread: ThreadId): readonly Stay[] =>
    (stays.get(thread) ?? []).filter((stay) => stay.leftAt === null)
  const people = new Set(ids.flatMap((id) => present(id).map((stay) => stay.person)))
  const names = await personNames(session, [...people])
  return ids.flatMap((id) => {
    const thread = threads.get(id)
    if (thread === undefined) return []
    const members = present(id).map(({ person, joinedAt }) => ({
      person,
      joinedAt,
      name: names.get(person) ?? '',
    }))
    return [
      {
        ...thread,
        effective: stricter(floor, thread.setting),
        members,
        newest: newest.get(id) ?? null,
        unread: unread.get(id) ?? { count: 0, readTo: null },
      },
    ]
  })
}
