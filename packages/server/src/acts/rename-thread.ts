// Gives a group a title. The title is its author's: a partner sees it only when they allow.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { isPresent } from '../store/stays.ts'
import { findThread, saveTitle } from '../store/threads.ts'
import type { System } from '../system.ts'

/**
 * Sets or removes a group's title in the person's own words; every member may. The old title is gone at once, so this
 * goes through even while the ledger cannot be written.
 * @throws {Problem} NOT_FOUND for a thread that is not the person's; NOT_ALLOWED for a direct thread
 */
export async function renameThread(
  { turnstile }: Pick<System, 'turnstile'>,
  {
    person,
    thread,
    title,
  }: { readonly person: PersonId; readonly thread: ThreadId; readonly title: string | null },
): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session) {
      if (!(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
      if ((await findThread(session, thread))?.kind !== 'group')
        throw new Problem('NOT_ALLOWED', { detail: 'A direct thread has no title.' })
      await saveTitle(session, thread, title, person)
      return { value: undefined, touches: [{ thread }], records: [] }
    },
  })
}
