// Tells people what they allow still stands, every ninety days in one notice, and what they use and soon ends (SUN-07).
import { DAY_MS, type PersonId } from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { type Notice, queueNotices } from '../store/notices.ts'
import { peopleToRemind, peopleWithEnding } from '../store/reminders.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** CDR rule 4.20: ninety days after a person last looked, was reminded or first allowed something that stands. */
const REMIND_EVERY_MS = 90 * DAY_MS
/** How long before its end a feature's people are told: each stretch once. */
const ENDING_WITHIN_MS = [30 * DAY_MS, 7 * DAY_MS] as const
/** So many people are told in one turn. */
const AT_ONCE = 500

type Needs = Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'turnstile'>
type Told = Pick<Notice, 'person' | 'kind' | 'partner' | 'feature'>

/** Reminds everybody who is due, each once however often and on how many servers this runs. @returns how many were told */
export function remindPeople(system: Needs): Promise<number> {
  return tellAll(system, async (session, now) => {
    const people = await peopleToRemind(session, { now, every: REMIND_EVERY_MS, limit: AT_ONCE })
    return people.map((person: PersonId) => ({ person, kind: 'reminder', partner: null, feature: null }))
  })
}

/** Tells everybody who uses a feature that ends within thirty days, and again within seven. @returns how many were told */
export async function warnOfEnds(system: Needs): Promise<number> {
  let told = 0
  for (const within of ENDING_WITHIN_MS)
    told += await tellAll(system, async (session, now) => {
      const ending = await peopleWithEnding(session, { now, within, limit: AT_ONCE })
      return ending.map((one) => ({ ...one, kind: 'feature_ending' }))
    })
  return told
}

/** Tells whoever is found, a turn at a time. Each is looked for again behind the lock: two servers may have found the same. */
async function tellAll(
  system: Needs,
  find: (session: Session, now: number) => Promise<readonly Told[]>,
): Promise<number> {
  let told = 0
  while ((await find(system.app, await decisionTime(system, system.app))).length > 0) {
    const more = await system.turnstile.change<number>({
      direction: 'tightens',
      async apply(session, at) {
        const found = await find(session, at)
        const notices = found.map((one) => ({
          ...one,
          id: makeId('notice', at, system.random),
          thread: null,
          madeAt: at,
        }))
        await queueNotices(session, notices)
        return { value: notices.length, touches: [], records: [] }
      },
    })
    if (more === 0) break
    told += more
  }
  return told
}
