// Leaves a thread: from then on nothing of it reaches the person, nor partners through them.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { endStay } from '../store/stays.ts'
import type { System } from '../system.ts'
import { membershipEntry } from './membership-entry.ts'

/** Ends a person's own stay. @throws {Problem} NOT_FOUND for a thread they are not in */
export async function leaveThread(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, thread }: { readonly person: PersonId; readonly thread: ThreadId },
): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      if (!(await endStay(session, thread, person, at))) throw new Problem('NOT_FOUND')
      return {
        value: undefined,
        touches: [{ thread }],
        records: [membershipEntry(person, thread, 'left', at)],
      }
    },
  })
}
