// Asks the others of a thread to countersign: one card, once per partner and thread in twelve months (UX-02).
import {
  type AskId,
  DAY_MS,
  type Grant,
  type GrantId,
  type Instant,
  type PersonId,
  type ThreadId,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { insertAsk, lastAskedAt } from '../store/asks.ts'
import { givenAnswersAbout } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { featuresOf } from '../store/features.ts'
import { findGrant } from '../store/grants.ts'
import { restrictedPeople } from '../store/people.ts'
import { presentMembers } from '../store/stays.ts'
import { findThread } from '../store/threads.ts'
import type { System } from '../system.ts'
import { askCard } from './ask-card.ts'
import { notifyMembers } from './notify-members.ts'

/** After an ask, whatever the answers, a thread is not asked for the same partner again for this long. */
export const ASK_AGAIN_MS = 365 * DAY_MS

/**
 * Puts an ask into a thread, for a grant the asking person holds there. Those who have answered already, or share nothing
 * with anybody, hear nothing; the notice to the others names no actor.
 * @throws {Problem} NOT_FOUND for a grant that is not theirs or not for this thread, or a closed thread; NOT_ALLOWED when
 *   the grant gives nothing now; NOT_OFFERED when it takes nothing of others; ASKED_ALREADY; LEDGER_UNAVAILABLE
 */
export async function askThread(
  system: Pick<System, 'random' | 'turnstile' | 'settings' | 'live'>,
  {
    person,
    grant: grantId,
    thread,
  }: { readonly person: PersonId; readonly grant: GrantId; readonly thread: ThreadId },
): Promise<AskId> {
  const made = await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const grant = await findGrant(session, person, grantId)
      const members = await presentMembers(session, thread)
      if (grant === undefined || !grant.threads.includes(thread) || !members.includes(person))
        throw new Problem('NOT_FOUND')
      await assertAskable(session, grant, thread, at)
      const { partner, feature, manifestVersion, purpose } = grant
      await askCard(session, { person, partner, feature, manifestVersion, purpose })
      const asked = await lastAskedAt(session, thread, partner)
      if (asked !== undefined && at - asked < ASK_AGAIN_MS) throw new Problem('ASKED_ALREADY')
      const ask = makeId('ask', at, system.random)
      await insertAsk(session, {
        id: ask,
        thread,
        partner,
        feature,
        manifestVersion,
        purpose,
        askedBy: person,
        askedAt: at,
      })
      const answers = await givenAnswersAbout(session, members, feature, purpose)
      const answered = answers.filter((answer) => (answer.thread ?? thread) === thread && at < answer.endAt)
      const restricted = await restrictedPeople(session, members)
      const spared = new Set([person, ...restricted, ...answered.map((answer) => answer.person)])
      await notifyMembers(system, session, [thread], { kind: 'asked', partner, feature, at }, spared)
      const record = {
        kind: 'ask_made',
        at,
        person,
        ask,
        partner,
        feature,
        manifest_version: manifestVersion,
        purpose,
        thread,
      } as const
      return { value: ask, touches: [], records: [{ person, partner, record }] }
    },
  })
  system.live.tell({ type: 'thread', thread })
  return made
}

async function assertAskable(session: Session, grant: Grant, thread: ThreadId, at: Instant): Promise<void> {
  const ended = grant.state !== 'given' || at >= grant.endAt
  const feature = (await featuresOf(session, grant.partner)).find(({ id }) => id === grant.feature)
  const running = feature !== undefined && (feature.endAt === null || at < feature.endAt)
  if (ended || !running)
    throw new Problem('NOT_ALLOWED', { detail: 'This permission gives nothing any more.' })
  if ((await findThread(session, thread))?.setting === 'closed') throw new Problem('NOT_FOUND')
}
