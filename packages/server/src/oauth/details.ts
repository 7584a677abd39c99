// Authorization details of our own type (RFC 9396): what a client asks for, checked against what its manifest offers.
import {
  type Field,
  isField,
  isPurpose,
  type Manifest,
  type Offer,
  offerFor,
  type PartnerId,
  type Purpose,
  verbs,
} from '@countersign/protocol'
import { type AuthorizationDetail, errors } from 'oidc-provider'
import { z } from 'zod'
import { liveManifest } from '../store/facts.ts'
import { type Feature, featuresOf, manifestsOf } from '../store/features.ts'
import type { System } from '../system.ts'

/** The one type of authorization details there is. */
export const FEATURE_DETAIL = 'countersign_feature'

const detailSchema = z.strictObject({
  type: z.literal(FEATURE_DETAIL),
  feature: z.string().min(1).max(40),
  purpose: z.custom<Purpose>(isPurpose, { error: 'is not a purpose' }),
  actions: z.array(z.enum(verbs)).min(1),
  datatypes: z
    .array(z.custom<Field>(isField, { error: 'is not a field' }))
    .min(1)
    .optional(),
})

/** One purpose of a feature: the powers asked for, and the fields that go with them. */
export type FeatureDetail = z.infer<typeof detailSchema>

/**
 * The details of an authorization request: all of one feature, each of another purpose.
 * @throws {errors.InvalidAuthorizationDetails} saying which is wrong and why
 */
export function parseDetails(input: unknown): readonly FeatureDetail[] {
  const parsed = z.array(detailSchema).min(1).max(20).safeParse(input)
  if (!parsed.success)
    refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const details = parsed.data
  if (new Set(details.map(({ feature }) => feature)).size > 1)
    refuse('one authorization covers one feature; send a request for each')
  if (new Set(details.map(({ purpose }) => purpose)).size < details.length)
    refuse('a purpose is there twice; put its actions together')
  for (const { actions } of details)
    if (new Set(actions).size < actions.length) refuse('an action is there twice')
  return details
}

/** What is asked for, found in the register. */
export interface RequestedFeature {
  readonly feature: Feature
  readonly manifest: Manifest
  /** What is asked for, in the order of the manifest; with the fields asked for, which may be fewer than offered. */
  readonly offers: readonly Offer[]
}

/**
 * Finds what details ask for in the manifest in force: for a test account, for everybody else, or (before anybody is
 * signed in) in either.
 * @throws {errors.InvalidAuthorizationDetails} for anything the manifest does not offer
 */
export async function requestedFeature(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
  details: readonly FeatureDetail[],
  person: { readonly test: boolean } | undefined,
): Promise<RequestedFeature> {
  const slug = details[0]?.feature ?? ''
  const feature = (await featuresOf(app, partner)).find((one) => one.slug === slug)
  if (feature === undefined) refuse('the feature is not one of this partner')
  if (feature.endAt !== null && clock.now() >= feature.endAt) refuse('the feature has ended')
  const versions = await manifestsOf(app, partner, feature.id)
  const byVersion = new Map(versions.map((manifest) => [manifest.version, manifest]))
  const accounts = person === undefined ? [false, true] : [person.test]
  const live = accounts.map((test) => liveManifest(byVersion, test)).filter((manifest) => manifest !== null)
  const manifest = live.find((one) => missing(one, details).length === 0)
  if (manifest === undefined) refuse(missing(live[0], details).join('; '))
  return { feature, manifest, offers: manifest.offers.flatMap((offer) => askedOf(offer, details)) }
}

/** An offer as far as details ask for it. */
function askedOf(offer: Offer, details: readonly FeatureDetail[]): readonly Offer[] {
  const detail = details.find(({ purpose }) => purpose === offer.purpose)
  if (!detail?.actions.includes(offer.verb)) return []
  return [{ ...offer, fields: offer.fields.filter((field) => detail.datatypes?.includes(field) ?? true) }]
}

/** What details ask for beyond the manifest, in words. */
function missing(manifest: Manifest | undefined, details: readonly FeatureDetail[]): readonly string[] {
  if (manifest === undefined) return ['the feature has no published manifest']
  return details.flatMap(({ purpose, actions, datatypes }) => {
    const offers = actions.map((verb) => ({ verb, offer: offerFor(manifest, purpose, verb) }))
    const fields = offers.flatMap(({ offer }) => offer?.fields ?? [])
    const empty = ({ offer }: { readonly offer: Offer | undefined }): boolean =>
      offer !== undefined &&
      offer.fields.length > 0 &&
      !offer.fields.some((field) => datatypes?.includes(field) ?? true)
    return [
      ...offers
        .filter(({ offer }) => offer === undefined)
        .map(({ verb }) => `${verb} for ${purpose} is not offered`),
      ...(datatypes ?? [])
        .filter((field) => !fields.includes(field))
        .map((field) => `${field} for ${purpose} is not offered with these actions`),
      ...offers
        .filter(empty)
        .map(({ verb }) => `${verb} for ${purpose} is asked for without any field of it`),
    ]
  })
}

/** The details of what a person chose, as the token response names them: the manifest's fields, the chosen powers. */
export function detailsOf(feature: Feature, offers: readonly Offer[]): readonly AuthorizationDetail[] {
  const byPurpose = Map.groupBy(offers, ({ purpose }) => purpose)
  return [...byPurpose].map(([purpose, chosen]) => {
    const datatypes = [...new Set(chosen.flatMap(({ fields }) => fields))]
    return {
      type: FEATURE_DETAIL,
      feature: feature.slug,
      purpose,
      actions: chosen.map(({ verb }) => verb),
      ...(datatypes.length > 0 && { datatypes }),
    }
  })
}

/**
 * The details a token carries: what was granted, always all of it. A token request may repeat them and ask for nothing
 * else (RFC 9396 §6); what is in force of them is decided at each call.
 * @throws {errors.InvalidAuthorizationDetails} when the token request asks for anything else
 */
export function detailsForToken(
  asked: unknown,
  granted: readonly AuthorizationDetail[] | undefined,
): readonly AuthorizationDetail[] | undefined {
  if (asked === undefined) return granted
  const wanted = typeof asked === 'string' ? parseDetails(fromJson(asked)) : []
  const same = new Set((granted ?? []).map(comparable))
  if (wanted.length !== same.size || !wanted.every((detail) => same.has(comparable(detail))))
    refuse('a token carries what was granted and nothing else; start a new authorization for more')
  return granted
}

function comparable(detail: AuthorizationDetail | FeatureDetail): string {
  const { feature, purpose, actions, datatypes } = detailSchema.parse(detail)
  return JSON.stringify([feature, purpose, [...actions].sort(), [...(datatypes ?? [])].sort()])
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('authorization_details is not JSON')
  }
}

function refuse(why: string): never {
  throw new errors.InvalidAuthorizationDetails(why)
}
