// The second half of the share sheet: the person confirms, and the card is placed once, with its label (WRT-01, WRT-02).
import type {
  DecisionId,
  Facts,
  Instant,
  MessageId,
  PersonId,
  RefusalCode,
  ThreadId,
  TicketId,
} from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type Draft, findDraft } from '../store/drafts.ts'
import { insertPlacement, placementOfDraft } from '../store/placements.ts'
import { isPresent } from '../store/stays.ts'
import { findTicket, spendTicket, type Ticket } from '../store/tickets.ts'
import type { System } from '../system.ts'
import { decideInTurn } from './decide-in-turn.ts'
import { cardHash as hashOf } from './draft-card.ts'
import { placeMessage, plain } from './place-message.ts'

/** A person's confirmation of what they saw. */
export interface Confirmation {
  readonly person: PersonId
  readonly ticket: TicketId
  /** The hash of the card they were shown. */
  readonly cardHash: string
}

/** Where the card is now. */
export interface Placed {
  readonly thread: ThreadId
  readonly message: MessageId
}

type Outcome =
  | { readonly decision: DecisionId; readonly placed: Placed }
  | { readonly decision: DecisionId; readonly refused: RefusalCode }

/**
 * Places the card a ticket stands for. The partner's power to write is decided in the same transaction, so that nothing is
 * written after a withdrawal; permit and refusal alike are entered (REC-04). Refusing spends nothing. A draft is placed
 * once, whatever tickets were made for it: so its partner learns that it was sent, and not how often or where.
 * @throws {Problem} TICKET for one that is absent, used, too old or for another card; NOT_FOUND when the person has left
 *   the thread; the refusal of the decision, with its id; LEDGER_UNAVAILABLE
 */
export async function redeemTicket(
  system: Pick<System, 'clock' | 'random' | 'turnstile' | 'settings' | 'live'>,
  confirmation: Confirmation,
): Promise<Placed> {
  const outcome = await system.turnstile.change<Outcome>({
    direction: 'loosens',
    async apply(session, at) {
      const { person, ticket: id } = confirmation
      const ticket = await findTicket(session, person, id)
      const draft = ticket && (await findDraft(session, ticket.draft, person))
      // Without ticket or draft nobody's power is in question: no partner, no decision.
      if (ticket === undefined || draft === undefined) throw new Problem('TICKET')
      if (!(await isPresent(session, ticket.thread, person))) throw new Problem('NOT_FOUND')
      return confirm(system, session, { ticket, draft, cardHash: confirmation.cardHash, at })
    },
  })
  if ('refused' in outcome) throw new Problem(outcome.refused, { decision: outcome.decision })
  system.live.tell({ type: 'thread', thread: outcome.placed.thread })
  return outcome.placed
}

interface Confirming {
  readonly ticket: Ticket
  readonly draft: Draft
  readonly cardHash: string
  readonly at: Instant
}

async function confirm(
  system: Pick<System, 'clock' | 'random' | 'settings'>,
  session: Session,
  confirming: Confirming,
): Promise<Applied<Outcome>> {
  const { ticket, draft, at } = confirming
  const { person, thread } = ticket
  const { partner, feature, purpose } = draft
  const {
    id: decision,
    outcome,
    entry,
  } = await decideInTurn(
    system,
    session,
    {
      partner,
      feature,
      person,
      verb: 'messages.write',
      purpose,
      ticket: await standingOf(session, confirming),
    },
    at,
  )
  if (outcome !== 'permit') return { value: { decision, refused: outcome }, touches: [], records: [entry] }
  const placement = makeId('placement', at, system.random)
  const message = await placeMessage(system, session, { thread, author: person }, async () => ({
    ...plain,
    kind: 'card',
    card: draft.card,
    via: { partner, feature, placement },
  }))
  await insertPlacement(session, {
    id: placement,
    partner,
    feature,
    person,
    draft: draft.id,
    thread,
    message,
    placedAt: at,
  })
  await spendTicket(session, person, ticket.id, message, at)
  return { value: { decision, placed: { thread, message } }, touches: [], records: [entry] }
}

async function standingOf(
  session: Session,
  { ticket, draft, cardHash, at }: Confirming,
): Promise<NonNullable<Facts['ticket']>> {
  if (ticket.usedAt !== null) return 'used'
  if ((await placementOfDraft(session, draft.partner, draft.id)) !== undefined) return 'used'
  if (at >= ticket.expiresAt) return 'late'
  // Hashed anew: what is placed is what was confirmed, whatever happened to the stored draft.
  const hash = hashOf(draft.card)
  return ticket.cardHash === cardHash && hash === cardHash ? 'valid' : 'changed'
}
