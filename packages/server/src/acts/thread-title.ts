// What a thread is called for one of its people: its own title, or the names of the others in it.
import type { PersonId, ThreadId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { personNames } from '../store/names.ts'
import { staysIn } from '../store/stays.ts'
import { findThreads } from '../store/threads.ts'
import { nameCompany } from './name-company.ts'

/** The title, from what is known of the thread. */
export function threadTitle(title: string | null, others: readonly string[]): string {
  return title ?? (nameCompany(others) || 'A thread of your own')
}

/** The titles a person knows these threads by; one they never were in has none. */
export async function threadTitles(
  session: Session,
  reader: PersonId,
  ids: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, string>> {
  const wanted = [...new Set(ids)]
  const threads = await findThreads(session, wanted)
  const stays = await staysIn(session, wanted)
  const present = (thread: ThreadId): readonly PersonId[] => [
    ...new Set(
      (stays.get(thread) ?? [])
        .filter(({ person, leftAt }) => leftAt === null && person !== reader)
        .map(({ person }) => person),
    ),
  ]
  const names = await personNames(session, [...new Set(wanted.flatMap(present))])
  const known = [...threads.values()].filter(({ id }) =>
    (stays.get(id) ?? []).some(({ person }) => person === reader),
  )
  return new Map(
    known.map(({ id, title }) => [
      id,
      threadTitle(
        title,
        present(id).map((person) => names.get(person) ?? 'Somebody who is not here any more'),
      ),
    ]),
  )
}
