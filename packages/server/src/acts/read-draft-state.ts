// What became of a draft, for the partner that made it: whether it waits, was placed or ran out, and nothing about where.
import type { DraftId, FeatureId, PartnerId, PersonId, PlacementId } from '@countersign/protocol'
import { findDraft } from '../store/drafts.ts'
import { placementOfDraft } from '../store/placements.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { TICKET_MS } from './prepare-ticket.ts'

/** The state of a draft. Placed, it stays that, whatever becomes of the card. */
export type DraftState =
  | { readonly state: 'waiting' | 'expired' }
  | { readonly state: 'placed'; readonly placement: PlacementId }

/** Whose draft it must be. */
interface DraftOf {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly draft: DraftId
}

/**
 * The state of a draft of this feature for this person; undefined for any other, and for one that ran out and was
 * forgotten. It waits for as long as somebody could still confirm it: the life of a ticket past its own end.
 */
export async function readDraftState(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { partner, feature, person, draft: id }: DraftOf,
): Promise<DraftState | undefined> {
  const placed = await placementOfDraft(system.app, partner, id)
  if (placed !== undefined)
    return placed.person === person && placed.feature === feature
      ? { state: 'placed', placement: placed.id }
      : undefined
  const draft = await findDraft(system.app, id, person)
  if (draft?.partner !== partner || draft.feature !== feature) return undefined
  const now = await decisionTime(system, system.app)
  return { state: now < draft.expiresAt + TICKET_MS ? 'waiting' : 'expired' }
}
