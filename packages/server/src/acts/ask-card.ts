// The ask card for one person: the exact words in their language, for a version and purpose of a feature.
import type { FeatureId, Manifest, PartnerId, PersonId, Purpose } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { manifestsOf } from '../store/features.ts'
import { findPartner } from '../store/partners.ts'
import { findPerson } from '../store/people.ts'
import { type AskText, askText } from './ask-text.ts'

/** What is asked: one purpose of one version of a feature. */
export interface Asked {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
  readonly purpose: Purpose
}

/** A card with what it was made from. */
export interface AskCard {
  readonly text: AskText
  readonly manifest: Manifest
  readonly partnerName: string
}

/**
 * The card as this person would read it now.
 * @throws {Problem} NOT_FOUND for a partner, feature or version that is not there; NOT_OFFERED when that purpose takes
 *   nothing of people other than the one who grants
 */
export async function askCard(
  session: Session,
  { person, partner, feature, manifestVersion, purpose }: Asked & { readonly person: PersonId },
): Promise<AskCard> {
  const known = await findPerson(session, person)
  const company = await findPartner(session, partner)
  const manifest = (await manifestsOf(session, partner, feature)).find(
    ({ version }) => version === manifestVersion,
  )
  if (known === undefined || company === undefined || manifest === undefined) throw new Problem('NOT_FOUND')
  const { name: partnerName, ownershipGroup: owner } = company
  const text = askText(manifest, { partnerName, owner, purpose, locale: known.locale })
  if (text === undefined)
    throw new Problem('NOT_OFFERED', { detail: 'It takes nothing of yours for this purpose.' })
  return { text, manifest, partnerName }
}
