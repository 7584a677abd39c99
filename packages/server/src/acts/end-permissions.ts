// Ends everything a person allowed, because their account closes: each permission and answer in force, in the turn that closes it.
import { type Instant, type PersonId, withdrawGrant as withdrawn } from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { countersignaturesOf } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { grantsOfPerson, saveGrant } from '../store/grants.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { endAnswer } from './end-answer.ts'
import { notifyAllParties } from './notify-members.ts'
import { oweEnded } from './owe.ts'

/** Ends them, has each permission's partner told, and the members of threads that needed everybody's yes. Runs inside a change. */
export async function endPermissions(
  system: Pick<System, 'random' | 'settings'>,
  session: Session,
  person: PersonId,
  at: Instant,
): Promise<readonly PersonRecord[]> {
  const records: PersonRecord[] = []
  for (const grant of await grantsOfPerson(session, person)) {
    if (grant.state !== 'given') continue
    const { partner, feature, verbs, threads, id } = grant
    await saveGrant(session, accepted(withdrawn(grant, at)))
    if (at < grant.endAt) {
      await oweEnded(system, session, [{ grant, verbs, why: 'account_closed' }], at)
      await notifyAllParties(system, session, threads, { partner, feature, at })
    }
    const why = { grant: id, why: 'account_closed', superseded_by: null } as const
    records.push({
      person,
      partner,
      record: { kind: 'grant_withdrawn', at, person, partner, feature, ...why },
    })
  }
  for (const answer of await countersignaturesOf(session, person))
    if (answer.state === 'given') records.push(await endAnswer(session, answer, at, 'account_closed'))
  return records
}
