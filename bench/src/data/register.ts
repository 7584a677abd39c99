// The register of a made world: partners, their features, and the one feature that is measured.
import { fieldsOf, type Purpose, type Verb } from '@countersign/protocol'
import { uuid } from './ids.ts'

/** How many partners and features there are: the partners of the 2018 story, two features each on average. */
export const PARTNERS = 152
export const FEATURES = 300

/** The feature whose reads are measured; only measured people hold it. */
export const MEASURED_FEATURE = 0

/** What every permission of the world is for. */
export const purpose: Purpose = 'group_activity'

/** The powers every grant of the world holds. */
export const heldVerbs: readonly Verb[] = ['threads.list', 'messages.read']

/** The fields that go with them. */
export const heldFields: readonly string[] = heldVerbs.flatMap((verb): readonly string[] => fieldsOf[verb])

/** The hash of the only screen a partner ever showed. */
export function screenHash(partner: number): string {
  return partner.toString(16).padStart(64, 'c')
}

/** The partner a feature belongs to. */
export function partnerOf(feature: number): number {
  return feature % PARTNERS
}

/** The UUIDs of a feature and its partner. */
export function featureIds(
  seed: number,
  feature: number,
): { readonly partner: string; readonly feature: string } {
  return { partner: uuid(seed, 'partner', partnerOf(feature), 0), feature: uuid(seed, 'feature', feature, 0) }
}
