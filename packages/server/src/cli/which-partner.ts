// The partner somebody means on the command line: by its short name, or by its id.
import { parseId } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { findPartner, findPartnerSlug, type Partner } from '../store/partners.ts'
import { CliError } from './cli-error.ts'

/** The partner with this id or short name. @throws {CliError} NOT_FOUND */
export async function whichPartner(session: Session, given: string): Promise<Partner> {
  const id = parseId('partner', given) ?? (await findPartnerSlug(session, given))
  const partner = id && (await findPartner(session, id))
  if (partner === undefined)
    throw new CliError('NOT_FOUND', 'There is no such partner.', 'Give its id or short name.', 'failed')
  return partner
}
