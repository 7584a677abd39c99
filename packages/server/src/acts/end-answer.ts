// How an answer ends: taken back, replaced by a later one, or by a permission its person gives themselves.
import {
  type Countersignature,
  endCountersignature,
  type GivenGrant,
  type Instant,
  isOutdone,
} from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { givenAnswersAbout, saveCountersignature } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { accepted } from './accepted.ts'

/** Ends an answer and says so in its person's chain. */
export async function endAnswer(
  session: Session,
  answer: Countersignature,
  at: Instant,
  why: 'withdrawn' | 'superseded' | 'account_closed',
) {
  const ended = accepted(endCountersignature(answer, at))
  await saveCountersignature(session, ended)
  const { person, partner, feature, id: countersignature } = ended
  return {
    person,
    partner,
    record: { kind: 'countersignature_ended', at, person, countersignature, partner, feature, why },
  } as const satisfies PersonRecord
}

/**
 * Ends the person's own "never" where a grant of theirs now says otherwise: for its threads and for all. Whoever says
 * no and later connects the company themselves means the later act; for everybody else, no answer is still no.
 */
export async function endNevers(
  session: Session,
  grant: GivenGrant,
  at: Instant,
): Promise<readonly PersonRecord[]> {
  const answers = await givenAnswersAbout(session, [grant.person], grant.feature, grant.purpose)
  const records: PersonRecord[] = []
  for (const never of answers.filter((answer) => isOutdone(answer, grant)))
    records.push(await endAnswer(session, never, at, 'superseded'))
  return records
}
