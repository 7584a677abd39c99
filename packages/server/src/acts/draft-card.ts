// Keeps a partner's proposed card until its person confirms it on the share sheet. It sends nothing (WRT-01).
import type { Card, DraftId, FeatureId, Instant, PartnerId, PersonId, Purpose } from '@countersign/protocol'
import { jsonHash } from '../ledger/json-hash.ts'
import { makeId } from '../ports/random.ts'
import { insertDraft, removeOldDrafts } from '../store/drafts.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { TICKET_MS } from './prepare-ticket.ts'

/** A draft can be confirmed for this long, in milliseconds. */
const DRAFT_MS = 60 * 60_000
/** How many drafts of one partner wait for one person; a newer one takes the place of the oldest. */
const WAITING_DRAFTS = 20

/** A card proposed by a partner for one person, after the gate permitted it. */
export interface ProposedCard {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly person: PersonId
  readonly purpose: Purpose
  readonly card: Card
}

/** Keeps the card for an hour, or until twenty newer ones of this partner wait for this person. That it came through the partner is part of it and cannot be left out (WRT-02). */
export async function draftCard(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings'>,
  proposed: ProposedCard,
): Promise<{ readonly draft: DraftId; readonly expiresAt: Instant }> {
  const madeAt = await decisionTime(system, system.app)
  const id = makeId('draft', madeAt, system.random)
  const expiresAt = madeAt + DRAFT_MS
  const { partner, person } = proposed
  await system.app.transaction(async (session) => {
    await insertDraft(session, { ...proposed, id, cardHash: cardHash(proposed.card), madeAt, expiresAt })
    // A ticket made in a draft's last moment is good for a while after it.
    const old = { partner, person, expiredBefore: madeAt - TICKET_MS, keep: WAITING_DRAFTS }
    await removeOldDrafts(session, old)
  })
  return { draft: id, expiresAt }
}

/** SHA-256 of a card in RFC 8785 form, 64 hexadecimal digits: what a ticket is bound to. */
export function cardHash(card: Card): string {
  // A round through JSON leaves out members that are undefined, as storing does.
  return jsonHash(JSON.parse(JSON.stringify(card)))
}
