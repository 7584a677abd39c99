// A partner takes a card away that it placed itself: a tombstone, a sealed copy, a notice, and an end to it in bulk (WRT-03, WRT-04).
import {
  BULK_DELETIONS_PER_MINUTE,
  DAY_MS,
  type DecisionId,
  type FeatureId,
  type Instant,
  type PartnerId,
  type PersonId,
  type PlacementId,
  type RefusalCode,
} from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { queueNotices } from '../store/notices.ts'
import { countRemovals, findPlacement, markRemoved, type Placement } from '../store/placements.ts'
import { sealCard } from '../store/sealed-cards.ts'
import type { System } from '../system.ts'
import { type ActDecision, decideInTurn } from './decide-in-turn.ts'
import { cardHash } from './draft-card.ts'
import { oweItem } from './owe.ts'
import { freezePartner } from './suspend-partner.ts'

const MINUTE_MS = 60_000
/** For so long a card that was taken away can be brought back. */
const KEPT_MS = 30 * DAY_MS

/** What a partner wants gone. */
export interface Removal {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  /** The header as it came. */
  readonly purpose: string | null
  /** Undefined for an id that was never given out here. */
  readonly placement: PlacementId | undefined
}

type Outcome = { readonly decision: DecisionId; readonly refused: RefusalCode | undefined }

/**
 * Takes the card away, decided inside the turn that does it. Whatever is not this feature's own for this person is
 * NOT_YOURS, whoever's it is and whether it is there or not. Doing it again, or after the author has deleted it, changes
 * nothing and says the same. One too many in a minute freezes the partner in the same turn.
 * @throws {Problem} the refusal, with its decision id; LEDGER_UNAVAILABLE
 */
export async function removePlacement(
  system: Pick<System, 'random' | 'turnstile'>,
  removal: Removal,
): Promise<DecisionId> {
  const { decision, refused } = await system.turnstile.change<Outcome>({
    direction: 'loosens',
    async apply(session, at) {
      const { partner, feature, person, purpose, placement: id } = removal
      const found = id && (await findPlacement(session, partner, id))
      const placed = found?.person === person && found.feature === feature ? found : undefined
      const deletedLastMinute = await countRemovals(session, partner, at - MINUTE_MS)
      const placement = { own: placed !== undefined, deletedLastMinute }
      const asked = { partner, feature, person, verb: 'messages.delete', purpose, placement } as const
      const decided = await decideInTurn(system, session, asked, at)
      if (decided.outcome === 'BULK_STOP') return freeze(system, session, partner, decided, at)
      if (decided.outcome !== 'permit' || placed === undefined) return only(decided)
      return takeAway(system, session, placed, decided, at)
    },
  })
  if (refused !== undefined) throw new Problem(refused, { decision })
  return decision
}

function only({ id: decision, outcome, entry }: ActDecision): Applied<Outcome> {
  const refused = outcome === 'permit' ? undefined : outcome
  return { value: { decision, refused }, touches: [], records: [entry] }
}

async function freeze(
  system: Pick<System, 'random'>,
  session: Session,
  partner: PartnerId,
  decided: ActDecision,
  at: Instant,
): Promise<Applied<Outcome>> {
  const cause = { kind: 'bulk_stop', deletions: BULK_DELETIONS_PER_MINUTE } as const
  const { touches, records } = await freezePartner(system, session, partner, at, cause)
  return { value: only(decided).value, touches, records: [decided.entry, ...records] }
}

async function takeAway(
  system: Pick<System, 'random'>,
  session: Session,
  placed: Placement,
  decided: ActDecision,
  at: Instant,
): Promise<Applied<Outcome>> {
  const card = await sealCard(session, placed, at, at + KEPT_MS)
  if (card === undefined) return only(decided)
  await markRemoved(session, placed, at)
  const { partner, feature, person, thread, message } = placed
  const about = { id: makeId('notice', at, system.random), person, partner, feature, thread, madeAt: at }
  await queueNotices(session, [{ ...about, kind: 'placement_removed' }])
  // Whoever got it holds a copy of what is gone: all of them hear of it, as when its author deletes it (DEL-04).
  await oweItem(system, session, { kind: 'item.deleted', person, thread, message, at })
  const record = {
    ...({ kind: 'placement_removed', at, person, partner, feature, thread, message } as const),
    placement: placed.id,
    card_hash: cardHash(card),
    decision: decided.id,
  }
  return {
    value: { decision: decided.id, refused: undefined },
    touches: [{ thread }],
    records: [decided.entry, { person, partner, record }],
  }
}
