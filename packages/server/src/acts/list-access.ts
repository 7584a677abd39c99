// What a partner may know of its own powers over one person: held or ended, until when, and how to check deliveries.
import type { FeatureId, Instant, PartnerId, PersonId, Purpose, Verb } from '@countersign/protocol'
import { deliveryChainKey } from '../ledger/chain.ts'
import { grantsOfFeature } from '../store/grants.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** The powers of one grant: what it is for, and whether it is held. */
export interface Access {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  /** When it ends, or ended. */
  readonly until: Instant
  readonly state: 'held' | 'ended'
}

/** A partner's powers and the key it checks its deliveries with. */
export interface AccessList {
  readonly powers: readonly Access[]
  /** Finds and opens what was delivered to the partner for this person in the public log. */
  readonly deliveryKey: Uint8Array
}

/** The powers of one feature over one person, none for a pure sign-in (null). A superseded grant is left out: the one in its place is there. */
export async function listAccess(
  system: Pick<System, 'app' | 'clock' | 'keyring' | 'settings'>,
  {
    person,
    partner,
    feature,
  }: { readonly person: PersonId; readonly partner: PartnerId; readonly feature: FeatureId | null },
): Promise<AccessList> {
  const now = await decisionTime(system, system.app)
  const grants = feature === null ? [] : await grantsOfFeature(system.app, { person, partner, feature })
  const powers = grants.flatMap((grant): readonly Access[] => {
    if (grant.state === 'superseded') return []
    const { purpose } = grant
    const until = grant.state === 'withdrawn' ? Math.min(grant.endedAt, grant.endAt) : grant.endAt
    const state = grant.state === 'given' && now >= grant.startAt && now < grant.endAt ? 'held' : 'ended'
    return [{ purpose, verbs: grant.verbs, until, state }]
  })
  return {
    powers,
    deliveryKey: deliveryChainKey(await system.keyring.open(person), system.settings.logId, partner),
  }
}
