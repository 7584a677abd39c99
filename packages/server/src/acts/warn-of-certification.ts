// Tells a partner's own people, sixty days before, that its year runs out: one notice each, for each year (OVR-01).
import type { PersonId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { peopleToWarn } from '../store/certification.ts'
import { queueNotices } from '../store/notices.ts'
import type { System } from '../system.ts'
import { WARNED_BEFORE_MS } from './certify-partner.ts'
import { decisionTime } from './decision-time.ts'

/** Queues the notices that are due; whoever was told is not told again. Warns of the hour and cannot move it. */
export async function warnOfCertification(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'turnstile'>,
): Promise<readonly PersonId[]> {
  const { app, random, turnstile } = system
  const due = await peopleToWarn(app, await decisionTime(system, app), WARNED_BEFORE_MS)
  if (due.length === 0) return []
  return turnstile.change<readonly PersonId[]>({
    direction: 'tightens',
    async apply(session, at) {
      // Asked again behind the lock: two servers may have found the same.
      const people = await peopleToWarn(session, at, WARNED_BEFORE_MS)
      await queueNotices(
        session,
        people.map(({ person, partner }) => ({
          id: makeId('notice', at, random),
          person,
          kind: 'certification_due',
          partner,
          feature: null,
          thread: null,
          madeAt: at,
        })),
      )
      return { value: people.map(({ person }) => person), touches: [], records: [] }
    },
  })
}
