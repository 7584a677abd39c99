// Adds somebody to a group. In a thread that needs everyone's yes this closes it to partners until they answer.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { anyBlocks } from '../store/blocks.ts'
import { peopleHere } from '../store/people.ts'
import { insertStays, staysOf } from '../store/stays.ts'
import { findThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { assertTogether } from './assert-together.ts'
import { MAX_MEMBERS } from './create-thread.ts'
import { membershipEntry } from './membership-entry.ts'

/**
 * Adds a person to a group; every member may. Somebody who left begins a second stay.
 * @throws {Problem} NOT_FOUND for a thread that is not the adding person's, or somebody who is not here or has blocked them; NOT_ALLOWED for
 *   a direct or a full thread; ALREADY for a member; LEDGER_UNAVAILABLE
 */
export async function addMember(
  { turnstile }: Pick<System, 'turnstile'>,
  { by, thread, person }: { readonly by: PersonId; readonly thread: ThreadId; readonly person: PersonId },
): Promise<void> {
  await turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const stays = await staysOf(session, thread)
      const present = new Set(stays.filter((stay) => stay.leftAt === null).map((stay) => stay.person))
      if (!present.has(by)) throw new Problem('NOT_FOUND')
      if ((await findThread(session, thread))?.kind !== 'group')
        throw new Problem('NOT_ALLOWED', {
          detail: 'A direct thread is between two people. Make a group for more.',
        })
      if (!(await peopleHere(session, [person])).has(person)) throw new Problem('NOT_FOUND')
      await assertTogether(session, [by, person])
      if (present.has(person)) throw new Problem('ALREADY')
      if (present.size >= MAX_MEMBERS) throw new Problem('NOT_ALLOWED', { detail: 'The thread is full.' })
      // A stay is named by its start: one that begins in the millisecond of the last one waits for the next.
      if (stays.some((stay) => stay.person === person && stay.joinedAt >= at)) throw new Problem('BUSY')
      // Last of all: who is blocked is told what everybody else would be, up to where somebody would be added.
      if (await anyBlocks(session, [person], by)) throw new Problem('NOT_FOUND')
      await insertStays(session, thread, [person], at)
      return {
        value: undefined,
        touches: [{ thread }],
        records: [membershipEntry(person, thread, 'joined', at)],
      }
    },
  })
}
