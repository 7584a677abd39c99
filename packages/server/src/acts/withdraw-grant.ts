// Ends a permission: one act, however many threads it covers. From the next read on the gate refuses (SUN-03).
import {
  type GrantId,
  type PersonId,
  type SentStatement,
  withdrawGrant as withdrawn,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findGrant, saveGrant } from '../store/grants.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { checkSent } from './check-statement.ts'
import { notifyAllParties } from './notify-members.ts'
import { oweEnded } from './owe.ts'
import { takeSigned } from './take-statement.ts'

/** Who ends it: the person, the partner giving it back, or we because its authorization code was used twice. */
export type WithdrawnBy = 'person' | 'partner' | 'replay'

const why = { person: 'withdrawn', partner: 'given_back', replay: 'code_replayed' } as const

/**
 * Ends a grant of a person. It holds once acknowledged, also while the ledger cannot be written; the partner's tokens stop
 * working as a consequence, because every call asks the gate.
 * @throws {Problem} NOT_FOUND for a grant that is not this person's; ALREADY when it has ended
 */
export async function withdrawGrant(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  {
    person,
    grant: id,
    by = 'person',
    signed,
  }: {
    readonly person: PersonId
    readonly grant: GrantId
    readonly by?: WithdrawnBy | undefined
    /** What the person's key signed; withdrawing needs none. */
    readonly signed?: SentStatement | undefined
  },
): Promise<void> {
  const statement = await checkSent(system, 'stops', person, 'grant_withdrawn', signed)
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const grant = await findGrant(session, person, id)
      if (grant === undefined) throw new Problem('NOT_FOUND')
      await saveGrant(session, accepted(withdrawn(grant, at)))
      const { partner, feature, verbs } = grant
      await oweEnded(system, session, [{ grant, verbs, why: why[by] }], at)
      await notifyAllParties(system, session, grant.threads, { partner, feature, at })
      const record = {
        kind: 'grant_withdrawn',
        at,
        person,
        grant: id,
        partner,
        feature,
        why: why[by],
        superseded_by: null,
      } as const
      const behind = await takeSigned(session, 'stops', statement, record, at)
      const records = [{ person, partner, record }, ...behind]
      return { value: undefined, touches: [{ person, feature }], records }
    },
  })
}
