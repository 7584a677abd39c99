// What a partner may know of its own powers over one person: held or ended, until when, and how to check deliveries.
import type { FeatureId, Instant, PartnerId, PersonId, Purpose, Verb } from '@countersign/protocol'
import { deliveryChainKey } from '../ledger/chain.ts'
import { grantsOfFeature } from '../store/grants.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** One power, for one purpose. */
export interface Access {
  readonly verb: Verb
  readonly purpose: Purpose
  /** When it ends, or ended. */
  readonly until: Instant
  readonly state: 'held' | 'ended'
}

/** A partner's powers and the key it checks its deliveries with. */
export interface AccessList {
  readonly powers: readonly Access[]
  readonly delivery: { readonly logId: number; readonly key: Uint8Array }
}

/** The powers of one feature over one person. A superseded grant is left out: the one in its place is there. */
export async function listAccess(
  system: Pick<System, 'app' | 'clock' | 'keyring' | 'settings'>,
  {
    person,
    partner,
    feature,
  }: { readonly person: PersonId; readonly partner: PartnerId; readonly feature: FeatureId },
): Promise<AccessList> {
  const now = await decisionTime(system, system.app)
  const grants = await grantsOfFeature(system.app, { person, partner, feature })
  const powers = grants.flatMap((grant): readonly Access[] => {
    if (grant.state === 'superseded') return []
    const { purpose } = grant
    const until = grant.state === 'withdrawn' ? Math.min(grant.endedAt, grant.endAt) : grant.endAt
    const state = grant.state === 'given' && now >= grant.startAt && now < grant.endAt ? 'held' : 'ended'
    return grant.verbs.map((verb) => ({ verb, purpose, until, state }))
  })
  const { logId } = system.settings
  return {
    powers,
    delivery: { logId, key: deliveryChainKey(await system.keyring.open(person), logId, partner) },
  }
}
