// Stops a partner, or lets it go on: one row, and every call through it is refused from the next one on (INC-04).
import type { Instant, PartnerId } from '@countersign/protocol'
import type { Applied } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type IncidentCause, openIncident } from '../store/incidents.ts'
import { findPartner, saveSuspended } from '../store/partners.ts'
import type { System } from '../system.ts'

/** A partner and an operator's reason, which stays among the incidents and is never public. */
export interface Standing {
  readonly partner: PartnerId
  readonly why: string
}

/** Whether something changed; suspending the suspended changes nothing. */
export type Suspending = 'changed' | 'unchanged'

/**
 * Suspends a partner. It holds once acknowledged, for answers in flight and while the ledger cannot be written too.
 * @throws {Problem} NOT_FOUND for a partner that is not in the register
 */
export function suspendPartner(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  { partner, why }: Standing,
): Promise<Suspending> {
  return turnstile.change({
    direction: 'tightens',
    apply: (session, at) => freezePartner({ random }, session, partner, at, { kind: 'suspended', why }),
  })
}

/**
 * Lifts a suspension. Whatever else stops the partner, an overdue certification above all, goes on stopping it.
 * @throws {Problem} NOT_FOUND for a partner that is not in the register; LEDGER_UNAVAILABLE
 */
export function resumePartner(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  { partner, why }: Standing,
): Promise<Suspending> {
  return turnstile.change({
    direction: 'loosens',
    apply: (session, at) => setSuspended({ random }, session, partner, at, { kind: 'resumed', why }),
  })
}

/**
 * Suspends a partner inside another act's turn, for a reason that turn has found itself. What it returns belongs to what
 * that act returns; nothing when the partner is suspended already, and then there is no second incident.
 * @throws {Problem} NOT_FOUND for a partner that is not in the register
 */
export function freezePartner(
  random: Pick<System, 'random'>,
  session: Session,
  partner: PartnerId,
  at: Instant,
  cause: Exclude<IncidentCause, { kind: 'resumed' }>,
): Promise<Applied<Suspending>> {
  return setSuspended(random, session, partner, at, cause)
}

async function setSuspended(
  { random }: Pick<System, 'random'>,
  session: Session,
  partner: PartnerId,
  at: Instant,
  cause: IncidentCause,
): Promise<Applied<Suspending>> {
  const known = await findPartner(session, partner)
  if (known === undefined) throw new Problem('NOT_FOUND')
  const suspended = cause.kind !== 'resumed'
  if (known.suspended === suspended) return { value: 'unchanged', touches: [], records: [] }
  await saveSuspended(session, { ...known, suspended })
  await openIncident(session, partner, { id: makeId('incident', at, random), at, cause })
  return {
    value: 'changed',
    touches: [{ partner }],
    records: [{ register: partner, record: { kind: 'partner_suspended', at, partner, suspended } }],
  }
}
