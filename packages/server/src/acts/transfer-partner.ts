// A partner belongs to somebody else: it is suspended, and what people allowed the owner before counts no more (SUN-06).
import type { PartnerId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPartner, saveOwner } from '../store/partners.ts'
import { findWebhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'
import { closeWebhook } from './set-webhook.ts'
import { freezePartner } from './suspend-partner.ts'
import { endScreens } from './void-screen.ts'

/**
 * Records a change of owner. In one turn the partner is suspended, so every call is refused; and every screen it was ever
 * allowed something on is voided, so that lifting the suspension gives nothing back: people agree anew, on a screen that
 * names the new owner, or not at all. Its webhook is taken away. Few rows, however many permissions they reach; everybody
 * concerned is told.
 * @throws {Problem} NOT_FOUND; ALREADY when it belongs there; LEDGER_UNAVAILABLE
 */
export async function transferPartner(
  system: Pick<System, 'turnstile' | 'random'>,
  { partner, to }: { readonly partner: PartnerId; readonly to: string },
): Promise<{ readonly people: number }> {
  return system.turnstile.change<{ readonly people: number }>({
    direction: 'tightens',
    async apply(session, at) {
      const known = await findPartner(session, partner)
      if (known === undefined) throw new Problem('NOT_FOUND')
      if (known.ownershipGroup === to) throw new Problem('ALREADY')
      await saveOwner(session, { id: partner, ownershipGroup: to })
      const cause = { kind: 'suspended', why: 'It belongs to another owner.' } as const
      const frozen = await freezePartner(system, session, partner, at, cause)
      const ended = await endScreens(system, session, { partner, hash: null, kind: 'owner_changed', at })
      // The address is the old owner's, and so is whoever reads there.
      const hook = await findWebhook(session, partner)
      const closed = hook === undefined ? [] : (await closeWebhook(session, partner, at)).records
      const record = {
        kind: 'partner_transferred',
        at,
        partner,
        from_group: known.ownershipGroup,
        to_group: to,
      } as const
      return {
        value: { people: ended.people.size },
        touches: [{ partner }],
        records: [{ register: partner, record }, ...frozen.records, ...ended.records, ...closed],
      }
    },
  })
}
