// The second half of the share sheet: the person confirms, and the card is placed once, with its label (WRT-01, WRT-02).
import {
  type AccessRequest,
  type DecisionId,
  decide,
  type Facts,
  type GrantId,
  grantFor,
  type Instant,
  isPurpose,
  type MessageId,
  type PersonId,
  type RefusalCode,
  type ThreadId,
  type TicketId,
} from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type Draft, findDraft } from '../store/drafts.ts'
import { featureFacts, liveManifest, peopleFacts, peopleRows } from '../store/facts.ts'
import { isPresent } from '../store/stays.ts'
import { findTicket, spendTicket, type Ticket } from '../store/tickets.ts'
import type { System } from '../system.ts'
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
 * written after a withdrawal; permit and refusal alike are entered (REC-04). Refusing spends nothing.
 * @throws {Problem} TICKET for one that is absent, used, too old or for another card; NOT_FOUND when the person has left
 *   the thread; the refusal of the decision, with its id; LEDGER_UNAVAILABLE
 */
export async function redeemTicket(
  system: Pick<System, 'clock' | 'random' | 'turnstile' | 'settings'>,
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
  const { request, facts } = await caseOf(session, confirming)
  const decided = decide(request, facts, at)
  const id = makeId('decision', at, system.random)
  const refused = decided.outcome === 'permit' ? undefined : refusalOf(decided.code)
  const grant: GrantId | null =
    decided.outcome === 'permit' ? decided.grant : (grantFor(request, facts)?.grant.id ?? null)
  const { partner, feature } = draft
  const entry = {
    person,
    partner,
    record: {
      kind: 'decision',
      at,
      person,
      decision: id,
      partner,
      feature,
      verb: 'messages.write',
      purpose: isPurpose(draft.purpose) ? draft.purpose : null,
      // The thread is the person's and ours: a partner never learns where its card went (design §7).
      thread: null,
      outcome: refused ?? 'permit',
      grant,
    },
  } as const
  if (refused !== undefined) return { value: { decision: id, refused }, touches: [], records: [entry] }
  const via = { partner, feature, placement: makeId('placement', at, system.random) }
  const message = await placeMessage(system, session, { thread, author: person }, async () => ({
    ...plain,
    kind: 'card',
    card: draft.card,
    via,
  }))
  await spendTicket(session, person, ticket.id, message, at)
  return { value: { decision: id, placed: { thread, message } }, touches: [], records: [entry] }
}

async function caseOf(
  session: Session,
  { ticket, draft, cardHash, at }: Confirming,
): Promise<{ readonly request: AccessRequest; readonly facts: Facts }> {
  const { person } = ticket
  const { partner, feature, purpose } = draft
  const registered = await featureFacts(session, partner, feature)
  const known =
    registered &&
    peopleFacts(await peopleRows(session, [person], { partner, feature }), registered).get(person)
  if (registered === undefined || known === undefined) throw new Problem('NOT_FOUND')
  return {
    request: { partner, feature, person, verb: 'messages.write', purpose, fields: null, thread: null },
    facts: {
      partner: registered.partner,
      feature: registered.feature,
      liveManifest: liveManifest(registered.manifests, known.test),
      person: known,
      thread: null,
      others: new Map(),
      ticket: standingOf(ticket, draft, cardHash, at),
    },
  }
}

function standingOf(
  ticket: Ticket,
  draft: Draft,
  cardHash: string,
  at: Instant,
): NonNullable<Facts['ticket']> {
  if (ticket.usedAt !== null) return 'used'
  if (at >= ticket.expiresAt) return 'late'
  // Hashed anew: what is placed is what was confirmed, whatever happened to the stored draft.
  const hash = hashOf(draft.card)
  return ticket.cardHash === cardHash && hash === cardHash ? 'valid' : 'changed'
}

/** `WITHHELD` is about items; a call to write has none. */
function refusalOf(code: RefusalCode | 'WITHHELD'): RefusalCode {
  return code === 'WITHHELD' ? 'NOT_FOUND' : code
}
