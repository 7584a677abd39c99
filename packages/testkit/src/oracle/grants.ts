// Grants and manifests as the oracle reads them: readings 1, 2, 4, 5 and 6, and when a grant is in force.
import {
  type Countersignature,
  DAY_MS,
  type Field,
  fieldsOf,
  type Grant,
  type Manifest,
  type RefusalCode,
} from '@countersign/protocol'
import type { FeatureState, PersonState, ReadingVerb, WorldCall, WorldState } from '../worlds/world-state.ts'

/** Whether the partner's screen with this hash was voided (PER-04). */
export function isVoidScreen(world: WorldState, agreed: { partner: string; screenHash: string }): boolean {
  return world.voidedScreens.some(
    (voided) => voided.partner === agreed.partner && voided.screenHash === agreed.screenHash,
  )
}

/**
 * Why this grant of this person gives nothing now for the verb, in the order of refusals from `NO_GRANT` to `INACTIVE`; null
 * while it is in force.
 */
export function whyNotInForce(
  world: WorldState,
  owner: PersonState,
  grant: Grant,
  verb: ReadingVerb,
): RefusalCode | null {
  if (owner.account !== 'open') return 'NO_GRANT'
  if (grant.startAt > world.now) return 'NO_GRANT'
  if (isVoidScreen(world, grant)) return 'CONSENT_VOID'
  if (grant.state !== 'given') return 'WITHDRAWN'
  if (world.now >= grant.endAt) return 'EXPIRED'
  if (world.now >= lastUse(owner, grant, verb) + 90 * DAY_MS) return 'INACTIVE'
  return null
}

/** The later of the grant's start and the person's own last use of the verb at the grant's partner (SUN-04). */
function lastUse(owner: PersonState, grant: Grant, verb: ReadingVerb): number {
  let latest = grant.startAt
  for (const use of owner.ownUses)
    if (use.partner === grant.partner && use.verb === verb && use.at > latest) latest = use.at
  return latest
}

/** Reading 25: whether a key of its person stands behind a grant or an answer; where none does, it is not there. */
export function isSigned(person: PersonState, given: Grant | Countersignature): boolean {
  return !person.unsigned.includes(given.id)
}

/** Reading 1: the grant that speaks for the call, null when the person has none for the feature. */
export function grantThatSpeaks(person: PersonState, call: WorldCall): Grant | null {
  let best: Grant | null = null
  for (const grant of person.grants) {
    if (grant.feature !== call.feature || grant.partner !== call.partner) continue
    if (!isSigned(person, grant)) continue
    if (best === null || isBetter(call, grant, best)) best = grant
  }
  return best
}

function isBetter(call: WorldCall, a: Grant, b: Grant): boolean {
  const isOfPurpose = (grant: Grant): boolean => grant.purpose === call.purpose
  const isGiven = (grant: Grant): boolean => grant.state === 'given'
  const holdsVerb = (grant: Grant): boolean => grant.verbs.includes(call.verb)
  if (isOfPurpose(a) !== isOfPurpose(b)) return isOfPurpose(a)
  if (isGiven(a) !== isGiven(b)) return isGiven(a)
  if (holdsVerb(a) !== holdsVerb(b)) return holdsVerb(a)
  if (a.startAt !== b.startAt) return a.startAt > b.startAt
  return a.id > b.id
}

/** Reading 2: the version of the feature that is live for this person; null before the first. */
export function liveManifest(feature: FeatureState, person: PersonState): Manifest | null {
  if (person.test) return newest(feature.manifests)
  return (
    newest(feature.manifests.filter((manifest) => manifest.reviewId !== null)) ?? newest(feature.manifests)
  )
}

function newest(manifests: readonly Manifest[]): Manifest | null {
  let latest: Manifest | null = null
  for (const manifest of manifests)
    if (latest === null || manifest.version > latest.version) latest = manifest
  return latest
}

/** The version a grant was given for; null when the feature has no such version, which then offered nothing. */
export function grantedManifest(feature: FeatureState, grant: Grant): Manifest | null {
  return feature.manifests.find((manifest) => manifest.version === grant.manifestVersion) ?? null
}

/** Whether the version offers the verb for the purpose; for any purpose at all when none is named. */
export function offers(manifest: Manifest | null, verb: ReadingVerb, purpose?: string): boolean {
  return (manifest?.offers ?? []).some(
    (offer) => offer.verb === verb && (purpose === undefined || offer.purpose === purpose),
  )
}

function offersField(manifest: Manifest | null, verb: ReadingVerb, purpose: string, field: Field): boolean {
  return (manifest?.offers ?? []).some(
    (offer) => offer.verb === verb && offer.purpose === purpose && offer.fields.includes(field),
  )
}

/** Reading 5: whether what the call wants is only in a later version than the one that was granted on. */
export function isWidened(call: WorldCall, grant: Grant, granted: Manifest | null, live: Manifest): boolean {
  if (live.version <= grant.manifestVersion) return false
  if (offers(live, call.verb) && !offers(granted, call.verb)) return true
  const purpose = call.purpose
  if (purpose === null) return false
  if (offers(live, call.verb, purpose) && !offers(granted, call.verb, purpose)) return true
  return (call.fields ?? []).some(
    (field) =>
      offersField(live, call.verb, purpose, field) && !offersField(granted, call.verb, purpose, field),
  )
}

/** Reading 6: the fields the grant gives for the verb. */
export function grantedFields(
  verb: ReadingVerb,
  grant: Grant,
  granted: Manifest | null,
  live: Manifest,
): readonly Field[] {
  const ofTheVerb: readonly Field[] = fieldsOf[verb]
  return ofTheVerb.filter(
    (field) =>
      grant.fields.includes(field) &&
      offersField(granted, verb, grant.purpose, field) &&
      offersField(live, verb, grant.purpose, field),
  )
}
