// The register's records of the ledger: what changed about a partner, public in each word.
import type { ClientId, ExceptionId, FeatureId, PartnerId, PersonId, ReviewId } from './ids.ts'
import type { PartnerRole } from './partner-role.ts'
import type { Instant } from './time.ts'

/** Common to all: the kind, and when it became true in the ledger's order. No field is ever left out: null says "none". */
export interface Entry<K extends string> {
  readonly kind: K
  readonly at: Instant
}

/** Register event: a feature has an end, for everybody. */
interface FeatureEnded extends Entry<'feature_ended'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly ends_at: Instant
}

/** Register event: a permission screen was found wanting; what was given on it counts no more (PER-04). */
interface ScreenVoided extends Entry<'screen_voided'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly screen_hash: string
}

/** Register event: a partner was suspended, or a suspension lifted. */
interface PartnerSuspended extends Entry<'partner_suspended'> {
  readonly partner: PartnerId
  readonly suspended: boolean
}

/** Register event: a partner entered the register. */
interface PartnerRegistered extends Entry<'partner_registered'> {
  readonly partner: PartnerId
  readonly name: string
}

/** Register event: a version of a feature was published. */
interface ManifestPublished extends Entry<'manifest_published'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  /** SHA-256 of the manifest in RFC 8785 form, 64 hexadecimal digits. */
  readonly manifest_hash: string
  readonly review: string | null
}

/** Register event: a version waits for review (OVR-02). */
interface ManifestSubmitted extends Entry<'manifest_submitted'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  /** SHA-256 of the manifest in RFC 8785 form, 64 hexadecimal digits. */
  readonly manifest_hash: string
  readonly review: ReviewId
  /** How many reviewers must approve it. */
  readonly needed: number
}

/** Register event: what one reviewer said of a version, and where its review stands after that. */
interface ManifestReviewed extends Entry<'manifest_reviewed'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifest_version: number
  readonly review: ReviewId
  readonly reviewer: PersonId
  readonly verdict: 'approve' | 'reject'
  readonly stands: 'waiting' | 'approved' | 'rejected'
}

/** Register event: a partner certified for another year (OVR-01). */
interface PartnerCertified extends Entry<'partner_certified'> {
  readonly partner: PartnerId
  readonly certified_until: Instant
}

/** Register event: a partner belongs to another owner; what people allowed the one before counts no more (SUN-06). */
interface PartnerTransferred extends Entry<'partner_transferred'> {
  readonly partner: PartnerId
  readonly from_group: string
  readonly to_group: string
}

/** Register event: the role that follows from what a partner says of itself (PER-06). */
interface PartnerRoleDerived extends Entry<'partner_role_derived'> {
  readonly partner: PartnerId
  readonly declared: PartnerRole
  readonly role: PartnerRole
  readonly own_purpose: boolean
  readonly own_retention: boolean
  readonly own_customers: boolean
}

/** Register event: somebody asks that a feature end later, and says why, before anything is decided (SUN-06). */
interface ExceptionAsked extends Entry<'exception_asked'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly exception: ExceptionId
  readonly ends_at: Instant
  readonly would_end_at: Instant
  readonly reason: string
  readonly asked_by: PersonId
}

/** Register event: a second person agreed, so the feature ends later (OVR-06). */
interface ExceptionAgreed extends Entry<'exception_agreed'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly exception: ExceptionId
  readonly ends_at: Instant
  readonly agreed_by: PersonId
}

/** Register event: a partner goes by another name or has another website; what stayed is the same twice (TRN-03). */
interface PartnerRenamed extends Entry<'partner_renamed'> {
  readonly partner: PartnerId
  readonly from_name: string
  readonly to_name: string
  readonly from_homepage: string
  readonly to_homepage: string
}

/** Register event: what a partner signs in with and brings people back to, from here on (TRN-03). */
interface ClientChanged extends Entry<'client_changed'> {
  readonly partner: PartnerId
  readonly client: ClientId
  /** The RFC 7638 thumbprint of each public key. */
  readonly keys: readonly string[]
  readonly redirect_uris: readonly string[]
}

/** Register event: where a partner's events are sent from here on; null for nowhere (SUN-05, TRN-03). */
interface WebhookChanged extends Entry<'webhook_changed'> {
  readonly partner: PartnerId
  readonly address: string | null
  /** SHA-256 of the secret what is sent is signed with, 64 hexadecimal digits; null without an address. */
  readonly secret_hash: string | null
}

/** Register event: where people's searches for a feature's works are sent from here on; null for nowhere (TRN-03). */
interface CatalogueChanged extends Entry<'catalogue_changed'> {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly search_url: string | null
}

/** Every record about a partner and no person. */
export type PartnerRecord =
  | FeatureEnded
  | ScreenVoided
  | PartnerSuspended
  | PartnerRegistered
  | ManifestPublished
  | ManifestSubmitted
  | ManifestReviewed
  | PartnerCertified
  | PartnerTransferred
  | PartnerRoleDerived
  | ExceptionAsked
  | ExceptionAgreed
  | PartnerRenamed
  | ClientChanged
  | WebhookChanged
  | CatalogueChanged
