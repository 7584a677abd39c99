// The threads a person can pick from on a permission screen, each under the name they know it by.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { personNames } from '../store/names.ts'
import { staysIn } from '../store/stays.ts'
import { findThreads, threadsOfPerson } from '../store/threads.ts'
import type { System } from '../system.ts'

/** More threads than this are not shown on one screen: the newest are. */
const MOST = 500

/** A thread to tick: its own title if it has one, and who else is in it. */
export interface ThreadToPick {
  readonly id: ThreadId
  readonly title: string | null
  /** Names of the others; who closed their account has none. */
  readonly others: readonly string[]
}

/** The person's threads, the newest first. */
export async function listThreadsToPick(
  { app }: Pick<System, 'app'>,
  person: PersonId,
): Promise<readonly ThreadToPick[]> {
  const ids = await threadsOfPerson(app, person, { limit: MOST, before: null })
  const [threads, stays] = await Promise.all([findThreads(app, ids), staysIn(app, ids)])
  const others = (thread: ThreadId): readonly PersonId[] => [
    ...new Set(
      (stays.get(thread) ?? [])
        .filter((stay) => stay.person !== person && stay.leftAt === null)
        .map((stay) => stay.person),
    ),
  ]
  const names = await personNames(app, [...new Set(ids.flatMap(others))])
  return ids.map((id) => ({
    id,
    title: threads.get(id)?.title ?? null,
    others: others(id).flatMap((other) => names.get(other) ?? []),
  }))
}
