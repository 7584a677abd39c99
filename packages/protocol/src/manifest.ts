// A manifest: one version of what a feature takes, for which purposes, reviewed or not, in plain words.
import type { FeatureId, PartnerId } from './ids.ts'
import type { Purpose } from './purposes.ts'
import { DAY_MS, type Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'

/** One choice a person is offered: a verb for a purpose, with the fields that go with it (PER-03). */
export interface Offer {
  readonly purpose: Purpose
  readonly verb: Verb
  readonly fields: readonly Field[]
}

/** What a person reads, in one language. */
export interface ManifestText {
  readonly name: string
  readonly summary: string
}

/** A published version of a feature. Versions count from 1 without gaps. */
export interface Manifest {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly version: number
  readonly offers: readonly Offer[]
  /** How many distinct people the feature may reach, as reviewed. */
  readonly harvestBudget: number
  /** How many days a grant lasts unless the person chooses less. */
  readonly termDays: number
  readonly texts: Readonly<Record<string, ManifestText>>
  /** The review that let it touch real people; null means test accounts only (OVR-02). */
  readonly reviewId: string | null
  readonly publishedAt: Instant
}

/** Permissions run 180 days unless said otherwise (SUN-02). */
export const DEFAULT_TERM_DAYS = 180
/** No permission outlives twelve months (CDR 4.12(1), SUN-02). */
export const MAX_GRANT_MS = 365 * DAY_MS
/** No countersignature outlives 180 days (design §3). */
export const MAX_COUNTERSIGNATURE_MS = 180 * DAY_MS

/** The offer a manifest makes for a verb and purpose, if it makes one. */
export function offerFor(
  { offers }: Pick<Manifest, 'offers'>,
  purpose: string,
  verb: Verb,
): Offer | undefined {
  return offers.find((offer) => offer.purpose === purpose && offer.verb === verb)
}

/** Whether the manifest asks for the verb for any purpose. */
export function offersVerb(manifest: Manifest, verb: Verb): boolean {
  return manifest.offers.some((offer) => offer.verb === verb)
}
