// The public register, gathered: every partner with its features, what each may ask for now, and how each stands.
import {
  DAY_MS,
  type Instant,
  type Manifest,
  type PartnerRole,
  roleOf,
  type Verb,
  verbs,
} from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { type DeletionCounts, deletionCounts } from '../store/deletions.ts'
import { listExceptions, type PublicException } from '../store/exceptions.ts'
import { listPartners, type Partner } from '../store/partners.ts'
import { reachOfAll } from '../store/reach.ts'
import { type RegisterFeature, registerFeatures } from '../store/register.ts'
import { webhookAddresses } from '../store/webhooks.ts'

/** How a feature stands at an instant; one nobody reviewed reaches test accounts only (OVR-02). */
export type FeatureState = 'running' | 'testing' | 'coming' | 'ended'

/** How a partner stands: what stops all of it, else the best of its features. */
export type Standing = 'suspended' | 'overdue' | FeatureState

/** A feature as everybody may see it. */
export interface RegisteredFeature extends Omit<RegisterFeature, 'manifest'> {
  readonly state: FeatureState
  readonly manifest: Manifest | null
  /** Its one exception from its end, also while only asked for (SUN-06). */
  readonly exception: PublicException | null
}

/** A partner as everybody may see it. */
export interface RegisteredPartner extends Partner {
  readonly standing: Standing
  /** Whether its yearly check ends within {@link DUE_SOON_MS}. */
  readonly dueSoon: boolean
  readonly features: readonly RegisteredFeature[]
  /** Powers it may ask for now, and those it may not: the feature has ended, or the partner is stopped. */
  readonly powers: { readonly live: readonly Verb[]; readonly past: readonly Verb[] }
  /** How many people everything of its owner has reached, as the harvest breaker counts them (COP-08). */
  readonly reached: number
  /** What it is by its facts, whatever it calls itself (PER-06). */
  readonly role: PartnerRole
  /** Where what happens is sent to it; null when it is sent nowhere (SUN-05). */
  readonly webhook: string | null
  /** How it answered people who asked it to delete (DEL-02). */
  readonly deletions: DeletionCounts
}

/** The whole register at one instant. */
export interface Register {
  readonly at: Instant
  readonly partners: readonly RegisteredPartner[]
}

/** So long before its end, a yearly check counts as due soon (OVR-01). */
const DUE_SOON_MS = 60 * DAY_MS

/** Every partner, by name. Six statements, however many partners there are. */
export async function wholeRegister(session: Session, at: Instant): Promise<Register> {
  const [partners, features, exceptions, reach, webhooks, deletions] = await Promise.all([
    listPartners(session),
    registerFeatures(session, null),
    listExceptions(session),
    reachOfAll(session),
    webhookAddresses(session),
    deletionCounts(session, null),
  ])
  const byPartner = Map.groupBy(features, ({ partner }) => partner)
  return {
    at,
    partners: partners.map((partner) =>
      standingOf(
        {
          partner,
          features: byPartner.get(partner.id) ?? [],
          exceptions,
          reached: reach.get(partner.ownershipGroup) ?? 0,
          webhook: webhooks.get(partner.id) ?? null,
          deletions: deletions.get(partner.id),
        },
        at,
      ),
    ),
  }
}

/** What the store knows of a partner; exceptions of others may be among its own. */
export interface PartnerParts {
  readonly partner: Partner
  readonly features: readonly RegisterFeature[]
  readonly exceptions: readonly PublicException[]
  /** How many people its owner has reached. */
  readonly reached: number
  readonly webhook: string | null
  /** Undefined when nobody ever asked. */
  readonly deletions: DeletionCounts | undefined
}

/** A partner with its features, as it stands at `at`. */
export function standingOf(
  { partner, features, exceptions, reached, webhook, deletions }: PartnerParts,
  at: Instant,
): RegisteredPartner {
  const shown = features.map((feature) => ({
    ...feature,
    state: stateOf(feature, at),
    exception: exceptions.find((one) => one.partner === partner.id && one.feature === feature.id) ?? null,
  }))
  const standing = partnerState(partner, shown, at)
  const stopped = standing === 'suspended' || standing === 'overdue'
  const live = stopped ? [] : verbsOf(shown.filter(({ state }) => state !== 'ended'))
  const past = verbsOf(shown).filter((verb) => !live.includes(verb))
  const left = partner.certifiedUntil - at
  return {
    ...partner,
    standing,
    dueSoon: left > 0 && left <= DUE_SOON_MS,
    features: shown,
    powers: { live, past },
    reached,
    role: roleOf(partner.facts),
    webhook,
    deletions: deletions ?? { asked: 0, inTime: 0, late: 0, silent: 0 },
  }
}

function stateOf({ startAt, endAt, manifest }: RegisterFeature, at: Instant): FeatureState {
  if (endAt !== null && endAt <= at) return 'ended'
  if (startAt > at || manifest === null) return 'coming'
  return manifest.reviewId === null ? 'testing' : 'running'
}

function partnerState(
  { suspended, certifiedUntil }: Partner,
  features: readonly RegisteredFeature[],
  at: Instant,
): Standing {
  if (suspended) return 'suspended'
  // A company with nothing but ended features has no access that a check could be overdue for.
  const best = (['running', 'testing', 'coming'] as const).find((wanted) =>
    features.some(({ state }) => state === wanted),
  )
  if (best === undefined) return 'ended'
  return certifiedUntil <= at ? 'overdue' : best
}

function verbsOf(features: readonly RegisteredFeature[]): readonly Verb[] {
  const asked = new Set(features.flatMap(({ manifest }) => manifest?.offers ?? []).map(({ verb }) => verb))
  return verbs.filter((verb) => asked.has(verb))
}
