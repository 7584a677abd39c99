// Leaves a thread: from then on nothing of it reaches the person, nor partners through them.
import type { PersonId, ThreadId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { lastSentAt } from '../store/messages.ts'
import { endStay } from '../store/stays.ts'
import { holdThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { membershipEntry } from './membership-entry.ts'

/** How often leaving waits for a time after the person's own last words; a clock that was put back must not keep them in. */
const PATIENCE = 200

/** Whose stay in what. */
interface Leaving {
  readonly person: PersonId
  readonly thread: ThreadId
}

/**
 * Ends a person's own stay. What they send meanwhile is either from before it or refused: a turn that has its time already
 * when their words are stored leaves the leaving to the next one. @throws {Problem} NOT_FOUND for a thread they are not in
 */
export async function leaveThread(
  system: Pick<System, 'turnstile' | 'live'>,
  leaving: Leaving,
): Promise<void> {
  for (let tries = 1; ; tries++) if (await leave(system, leaving, tries < PATIENCE)) break
  system.live.tell({ type: 'threads', person: leaving.person })
}

/** False when they wrote at the turn's time or later, which only a patient leaving minds. */
function leave(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, thread }: Leaving,
  patient: boolean,
): Promise<boolean> {
  return turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await holdThread(session, thread)
      const last = patient ? await lastSentAt(session, thread, person) : undefined
      if (last !== undefined && last >= at) return { value: false, touches: [], records: [] }
      if (!(await endStay(session, thread, person, at))) throw new Problem('NOT_FOUND')
      return {
        value: true,
        touches: [{ thread }],
        records: [membershipEntry(person, thread, 'left', at)],
      }
    },
  })
}
