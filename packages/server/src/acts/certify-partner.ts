// A partner certifies for another year that it does what it declared. Without it every call is refused from the hour on (OVR-01).
import { DAY_MS, type Instant, type PartnerId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPartner, saveCertification } from '../store/partners.ts'
import type { System } from '../system.ts'
import { CERTIFIED_MS } from './register-partner.ts'

/** How long before the hour a partner's people are warned. */
export const WARNED_BEFORE_MS = 60 * DAY_MS

/**
 * Certifies a partner for a year from now, whatever was left of the year before: nothing adds up, so nothing can be
 * prolonged. Possible in the last sixty days and after.
 * @throws {Problem} NOT_FOUND; ALREADY when it is certified for longer than that; LEDGER_UNAVAILABLE
 */
export async function certifyPartner(
  { turnstile }: Pick<System, 'turnstile'>,
  { partner }: { readonly partner: PartnerId },
): Promise<Instant> {
  return turnstile.change<Instant>({
    direction: 'loosens',
    async apply(session, at) {
      const known = await findPartner(session, partner)
      if (known === undefined) throw new Problem('NOT_FOUND')
      if (known.certifiedUntil - at > WARNED_BEFORE_MS)
        throw new Problem('ALREADY', { detail: 'It is certified for more than sixty days yet.' })
      const certifiedUntil = at + CERTIFIED_MS
      await saveCertification(session, { id: partner, certifiedUntil })
      const record = { kind: 'partner_certified', at, partner, certified_until: certifiedUntil } as const
      return { value: certifiedUntil, touches: [{ partner }], records: [{ register: partner, record }] }
    },
  })
}
