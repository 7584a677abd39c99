// What a thread is called for one of its people: its own title, or the names of the others in it.
import type { PersonId, ThreadId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { personNames } from '../store/names.ts'
import { type Stay, staysIn } from '../store/stays.ts'
import { findThreads } from '../store/threads.ts'
import { nameCompany } from './name-company.ts'

/** The title, from what is known of the thread. */
function threadTitle(title: string | null, others: readonly string[]): string {
  return title ?? (nameCompany(others) || 'A thread of your own')
}

/**
 * The titles a person knows these threads by; one they never were in has none. Of one they left they know who was there with
 * them: what it is called now, and who came after, is not theirs to learn.
 */
export async function threadTitles(
  session: Session,
  reader: PersonId,
  ids: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, string>> {
  const wanted = [...new Set(ids)]
  const threads = await findThreads(session, wanted)
  const stays = await staysIn(session, wanted)
  const isIn = (thread: ThreadId): boolean =>
    (stays.get(thread) ?? []).some(({ person, leftAt }) => person === reader && leftAt === null)
  const others = (thread: ThreadId): readonly PersonId[] => {
    const all = stays.get(thread) ?? []
    const own = all.filter(({ person }) => person === reader)
    const known = all.filter((stay) =>
      isIn(thread) ? stay.leftAt === null : own.some((mine) => overlap(mine, stay)),
    )
    return [...new Set(known.map(({ person }) => person))].filter((person) => person !== reader)
  }
  const names = await personNames(session, [...new Set(wanted.flatMap(others))])
  const known = [...threads.values()].filter(({ id }) =>
    (stays.get(id) ?? []).some(({ person }) => person === reader),
  )
  return new Map(
    known.map(({ id, title }) => [
      id,
      threadTitle(
        isIn(id) ? title : null,
        others(id).map((person) => names.get(person) ?? 'Somebody who is not here any more'),
      ),
    ]),
  )
}

function overlap(a: Stay, b: Stay): boolean {
  return (b.leftAt === null || a.joinedAt < b.leftAt) && (a.leftAt === null || b.joinedAt < a.leftAt)
}
