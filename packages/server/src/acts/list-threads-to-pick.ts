// The threads a person can pick from on a permission screen, each under the name they know it by.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { personNames } from '../store/names.ts'
import { staysIn } from '../store/stays.ts'
import { findThreads, threadsOfPerson } from '../store/threads.ts'
import type { System } from '../system.ts'
import { nameCompany } from './name-company.ts'

/** More threads than this are not shown on one screen: the newest are. */
const MOST = 500

/** The person's threads, the newest first; a thread without a title is called after the others in it. */
export async function listThreadsToPick(
  { app }: Pick<System, 'app'>,
  person: PersonId,
): Promise<readonly { readonly id: ThreadId; readonly label: string }[]> {
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
  return ids.map((id) => {
    const company = others(id).map((other) => names.get(other) ?? 'somebody who left')
    return { id, label: threads.get(id)?.title ?? (nameCompany(company) || 'Only you') }
  })
}
