// A partner goes by another name or has another website: saved, and public at once (TRN-03).
import type { Instant } from '@countersign/protocol'
import type { Entered } from '../gate/turnstile-port.ts'
import type { Session } from '../store/database.ts'
import { type Partner, savePartner } from '../store/partners.ts'

/**
 * Saves a partner's name and website and enters what they were. Runs inside a change; the same ones change nothing. Nothing
 * that was given is voided: each permission rests on a screen whose words, the old name among them, are kept under its hash,
 * and a screen that is open meanwhile is not accepted any more, for its words are other ones now (REC-01).
 */
export async function renamePartner(
  session: Session,
  known: Partner,
  { name, homepage }: Pick<Partner, 'name' | 'homepage'>,
  at: Instant,
): Promise<Entered> {
  const { id: partner } = known
  if (known.name === name && known.homepage === homepage) return { touches: [], records: [] }
  await savePartner(session, { id: partner, name, homepage })
  const record = {
    kind: 'partner_renamed',
    at,
    partner,
    from_name: known.name,
    to_name: name,
    from_homepage: known.homepage,
    to_homepage: homepage,
  } as const
  return { touches: [{ partner }], records: [{ register: partner, record }] }
}
