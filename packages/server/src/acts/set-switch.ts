// The master switch "share nothing of mine with partners": beats every grant and every friend's yes (COP-05).
import type { Instant, PersonId, SentStatement } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { grantsOfPerson } from '../store/grants.ts'
import { findPerson, saveRestricted } from '../store/people.ts'
import type { System } from '../system.ts'
import { checkSent } from './check-statement.ts'
import { type EndedPart, oweEnded } from './owe.ts'
import { takeSigned } from './take-statement.ts'

/**
 * Sets a person's own switch. No other person is told; the partners of their own grants are, when it goes on.
 * @throws {Problem} for switching it off: LEDGER_UNAVAILABLE, BAD_STATEMENT, SIGN_WITH_KEY, SIGN_AGAIN
 */
export async function setSwitch(
  system: Pick<System, 'app' | 'keyring' | 'settings' | 'turnstile' | 'random'>,
  {
    person,
    on,
    signed,
  }: {
    readonly person: PersonId
    readonly on: boolean
    readonly signed?: SentStatement | undefined
  },
): Promise<void> {
  const bearing = on ? 'stops' : 'opens'
  const statement = await checkSent(system, bearing, person, 'switch_set', signed)
  await system.turnstile.change({
    direction: on ? 'tightens' : 'loosens',
    async apply(session, at) {
      const known = await findPerson(session, person)
      if (known === undefined) throw new Problem('NOT_FOUND')
      if (known.restricted === on) return { value: undefined, touches: [], records: [] }
      const record = { kind: 'switch_set', at, person, on } as const
      const behind = await takeSigned(session, bearing, statement, record, at)
      await saveRestricted(session, person, on)
      if (on) await oweEnded(system, session, await inForce(session, person, at), at)
      return {
        value: undefined,
        touches: [{ person }],
        records: [{ person, partner: null, record }, ...behind],
      }
    },
  })
}

async function inForce(session: Session, person: PersonId, at: Instant): Promise<readonly EndedPart[]> {
  const grants = await grantsOfPerson(session, person)
  return grants
    .filter(({ state, endAt }) => state === 'given' && at < endAt)
    .map((grant) => ({ grant, verbs: grant.verbs, why: 'switched_off' }))
}
