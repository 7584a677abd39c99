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
export function offerFor(manifest: Manifest, purpose: string, verb: Verb): Offer | undefined {
  return manifest.offers.find((offer) => offer.purpose === purpose && offer.verb === verb)
}

/** Whether the manifest asks for the verb for any purpose. */
export function offersVerb(manifest: Manifest, verb: Verb): boolean {
  return manifest.offers.some((offer) => offer.verb === verb)
}

/** What `next` takes that `previous` did not: the offers and fields, in words a diff can show (PER-05). */
export function widenings(previous: Manifest, next: Manifest): readonly string[] {
  const wider = next.offers.flatMap((offer) => {
    const before = offerFor(previous, offer.purpose, offer.verb)
    if (before === undefined) return [`${offer.verb} for ${offer.purpose}`]
    return offer.fields
      .filter((field) => !before.fields.includes(field))
      .map((field) => `${field} of ${offer.verb} for ${offer.purpose}`)
  })
  if (next.termDays > previous.termDays) wider.push(`${next.termDays} days instead of ${previous.termDays}`)
  if (next.harvestBudget > previous.harvestBudget) wider.push(`reach of ${next.harvestBudget} people`)
  return wider
}
