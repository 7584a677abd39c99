// A decision about an act, made where the act happens: facts, time and outcome are those of one turn (design §5).
import {
  type AccessRequest,
  type DecisionId,
  decide,
  type Facts,
  grantFor,
  type Instant,
  isPurpose,
  type RefusalCode,
} from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import type { System } from '../system.ts'
import { factsOfOne } from './facts-of-one.ts'

/** What a partner wants to do for a person, and what is known of its ticket or placement. */
export interface ActRequest
  extends Pick<AccessRequest, 'partner' | 'feature' | 'person' | 'verb' | 'purpose'>,
    Pick<Facts, 'ticket' | 'placement'> {}

/** The decision, and its entry, which belongs into the ledger whatever it says (REC-04). */
export interface ActDecision {
  readonly id: DecisionId
  readonly outcome: 'permit' | RefusalCode
  readonly entry: PersonRecord
}

/**
 * Decides inside a change. The act must hand the entry on, and do nothing when refused.
 * @throws {Problem} NOT_FOUND for a partner, feature or person that is not there: nobody's power is in question
 */
export async function decideInTurn(
  { random }: Pick<System, 'random'>,
  session: Session,
  asked: ActRequest,
  at: Instant,
): Promise<ActDecision> {
  const { request, facts } = await caseOf(session, asked)
  const decided = decide(request, facts, at)
  const id = makeId('decision', at, random)
  const outcome = decided.outcome === 'permit' ? 'permit' : refusalOf(decided.code)
  const grant = decided.outcome === 'permit' ? decided.grant : (grantFor(request, facts)?.grant.id ?? null)
  const { partner, feature, person, verb, purpose } = request
  const record = {
    kind: 'decision',
    at,
    person,
    decision: id,
    partner,
    feature,
    verb,
    purpose: isPurpose(purpose) ? purpose : null,
    // The thread is the person's and ours: a partner never learns where its card went (design §7).
    thread: null,
    outcome,
    grant,
  } as const
  return { id, outcome, entry: { person, partner, record } }
}

async function caseOf(
  session: Session,
  { ticket, placement, ...asked }: ActRequest,
): Promise<{ readonly request: AccessRequest; readonly facts: Facts }> {
  const known = await factsOfOne(session, asked)
  if (known === undefined) throw new Problem('NOT_FOUND')
  return {
    request: { ...asked, fields: null, thread: null },
    facts: { ...known, ...(ticket && { ticket }), ...(placement && { placement }) },
  }
}

/** `WITHHELD` is about items; an act has none. */
function refusalOf(code: RefusalCode | 'WITHHELD'): RefusalCode {
  return code === 'WITHHELD' ? 'NOT_FOUND' : code
}
