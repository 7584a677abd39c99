// Registers a partner from its declaration, or brings the register up to a newer one. Doing so again changes nothing.
import { isDeepStrictEqual } from 'node:util'
import {
  type ClientId,
  DAY_MS,
  type FeatureDeclaration,
  type FeatureId,
  factsOf,
  type Instant,
  type PartnerFile,
  type PartnerId,
  type PartnerRole,
  roleOf,
} from '@countersign/protocol'
import type { Entered, RegisterRecord, Touch } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { cataloguesOf, removeCatalogue, saveCatalogue } from '../store/catalogues.ts'
import { type Client, findClientOf, type PublicJwk } from '../store/clients.ts'
import type { Session } from '../store/database.ts'
import { type Feature, featuresOf, insertFeature, manifestsOf, saveFeatureEnd } from '../store/features.ts'
import { findPartner, findPartnerSlug, insertPartner, isPartnerName, saveRole } from '../store/partners.ts'
import type { System } from '../system.ts'
import { enterClient, enterNewClient } from './enter-client.ts'
import { declaredContent, type PublishedManifest, publishVersion, saysTheSame } from './publish-manifest.ts'
import { renamePartner } from './rename-partner.ts'

/** Certification is yearly; registering is the first one. */
export const CERTIFIED_MS = 365 * DAY_MS

/** A partner as it is registered now. */
export interface RegisteredPartner {
  readonly partner: PartnerId
  readonly client: ClientId
  /** What it is, by what it says of itself and takes; it may have called itself something else (PER-06). */
  readonly role: PartnerRole
  /** Whether this added it, changed something, or found all of it there. */
  readonly outcome: 'added' | 'changed' | 'unchanged'
  readonly features: readonly (PublishedManifest & { readonly feature: FeatureId; readonly slug: string })[]
}

/** What one registration works with: everything it did is in `touches` and `records`. */
export interface Registering {
  readonly session: Session
  readonly at: Instant
  readonly random: System['random']
  readonly touches: Touch[]
  readonly records: RegisterRecord[]
  changed: boolean
}

/**
 * Registers a partner, its client and its features, or changes what differs. A changed manifest becomes the next version.
 * @throws {Problem} BAD_REQUEST for what cannot change (owner, start, a later end), naming its place; NAME_TAKEN for the name
 *   of another one; LEDGER_UNAVAILABLE
 */
export async function registerPartner(
  system: Pick<System, 'turnstile' | 'random'>,
  file: PartnerFile,
): Promise<RegisteredPartner> {
  const [registered] = await registerPartners(system, [{ file }])
  if (registered === undefined) throw new Error('a partner was registered as nothing')
  return registered
}

/** A declaration, and until when the partner is certified: a year from now at most, and a year unless said. */
export interface Registration {
  readonly file: PartnerFile
  readonly certifiedUntil?: Instant
}

/**
 * Registers many partners in one turn: all of them or none. For a register that comes from elsewhere, whose partners'
 * certifications end earlier than a year from now.
 * @throws {Problem} as {@link registerPartner}
 */
export async function registerPartners(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  registrations: readonly Registration[],
): Promise<readonly RegisteredPartner[]> {
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const touches: Touch[] = []
      const records: RegisterRecord[] = []
      const value: RegisteredPartner[] = []
      for (const registration of registrations)
        value.push(await registerIn({ session, at, random, touches, records, changed: false }, registration))
      return { value, touches, records }
    },
  })
}

async function registerIn(work: Registering, registration: Registration): Promise<RegisteredPartner> {
  const { file } = registration
  const { partner, added } = await partnerOf(work, registration)
  const client = await clientOf(work, partner, file.client)
  const known = await featuresOf(work.session, partner)
  const features = []
  for (const [i, declared] of file.features.entries()) {
    const feature = await featureOf(work, partner, declared, known, `features.${i}`)
    await keepCatalogue(work, { partner, feature }, declared.catalogue)
    features.push({ feature, slug: declared.slug, ...(await manifestOf(work, partner, feature, declared)) })
  }
  const role = await roleFrom(work, partner, file)
  const outcome = added ? 'added' : work.changed ? 'changed' : 'unchanged'
  return { partner, client, role, outcome, features }
}

async function partnerOf(
  work: Registering,
  { file, certifiedUntil: until = Number.POSITIVE_INFINITY }: Registration,
): Promise<{ partner: PartnerId; added: boolean }> {
  const { session, at } = work
  const { slug, name, homepage, ownership_group: ownershipGroup = slug } = file
  const found = await findPartnerSlug(session, slug)
  const known = found && (await findPartner(session, found))
  if (await isPartnerName(session, name, known?.id))
    throw new Problem('NAME_TAKEN', { detail: 'Another company has this name.' })
  if (known !== undefined) {
    if (known.ownershipGroup !== ownershipGroup)
      refuse('ownership_group', 'is fixed when a partner is registered')
    enter(work, await renamePartner(session, known, { name, homepage }, at))
    return { partner: known.id, added: false }
  }
  const partner = makeId('partner', at, work.random)
  const certifiedUntil = Math.min(until, at + CERTIFIED_MS)
  await insertPartner(session, {
    id: partner,
    slug,
    name,
    homepage,
    ownershipGroup,
    certifiedUntil,
    suspended: false,
    registeredAt: at,
  })
  work.touches.push({ partner })
  work.records.push({ register: partner, record: { kind: 'partner_registered', at, partner, name } })
  return { partner, added: true }
}

/** Takes over what a part of it did; a part that touched nothing changed nothing. */
export function enter(work: Registering, { touches, records }: Entered): void {
  work.changed ||= touches.length > 0
  work.touches.push(...touches)
  work.records.push(...records)
}

/** What a partner says of its part, and the role that follows from it; entered whenever either changes (PER-06). */
export async function roleFrom(
  work: Registering,
  partner: PartnerId,
  file: PartnerFile,
): Promise<PartnerRole> {
  const { session, at } = work
  const known = await findPartner(session, partner)
  const { own_purpose = true, own_retention = true, own_customers = true } = file.facts ?? {}
  const declared = { ownPurpose: own_purpose, ownRetention: own_retention, ownCustomers: own_customers }
  const facts = factsOf(
    declared,
    file.features.flatMap(({ offers }) => offers),
  )
  const declaredRole = file.role ?? 'third_party'
  const role = roleOf(facts)
  if (known?.declaredRole === declaredRole && isDeepStrictEqual(known.facts, facts)) return role
  await saveRole(session, { id: partner, declaredRole, facts })
  work.changed = true
  const record = {
    kind: 'partner_role_derived',
    at,
    partner,
    declared: declaredRole,
    role,
    own_purpose: facts.ownPurpose,
    own_retention: facts.ownRetention,
    own_customers: facts.ownCustomers,
  } as const
  work.records.push({ register: partner, record })
  return role
}

async function clientOf(
  work: Registering,
  partner: PartnerId,
  declared: PartnerFile['client'],
): Promise<ClientId> {
  const { session, at, random } = work
  const keys = declared.jwks.keys.map((key) => ({ ...key, use: 'sig' }) as PublicJwk)
  const wanted = { redirectUris: declared.redirect_uris, jwks: { keys } }
  const known = await findClientOf(session, partner)
  if (known === undefined) {
    const client: Client = { id: makeId('client', at, random), partner, madeAt: at, ...wanted }
    enter(work, await enterNewClient(session, client))
    return client.id
  }
  enter(work, await enterClient(session, known, wanted, at))
  return known.id
}

/** The feature of a declaration: made when it is new, ended earlier when it says so. @throws {Problem} BAD_REQUEST */
export async function featureOf(
  work: Registering,
  partner: PartnerId,
  { slug, start_at: startAt, end_at: declaredEnd }: FeatureDeclaration,
  known: readonly Feature[],
  place: string,
): Promise<FeatureId> {
  const endAt = declaredEnd ?? null
  const found = known.find((feature) => feature.slug === slug)
  if (found === undefined) {
    const feature: Feature = { id: makeId('feature', work.at, work.random), partner, slug, startAt, endAt }
    await insertFeature(work.session, feature)
    if (endAt !== null) enterEnd(work, feature.id, partner, endAt)
    return feature.id
  }
  if (found.startAt !== startAt) refuse(`${place}.start_at`, 'is fixed when a feature is registered')
  if (found.endAt === endAt) return found.id
  // An end once public is kept: access that outlives its feature is what the register is there to prevent (SUN-01).
  if (endAt === null || (found.endAt !== null && endAt > found.endAt))
    refuse(`${place}.end_at`, 'can only come earlier; register a new feature for what comes after')
  await saveFeatureEnd(work.session, { ...found, endAt })
  enterEnd(work, found.id, partner, endAt)
  return found.id
}

/** A catalogue decides nothing: it is where people may search what they could send anyway. What they type goes there, so it is public. */
async function keepCatalogue(
  work: Registering,
  { partner, feature }: { readonly partner: PartnerId; readonly feature: FeatureId },
  searchUrl: string | undefined,
): Promise<void> {
  const { session, at } = work
  const known = (await cataloguesOf(session, [partner])).find((one) => one.feature === feature)
  if (known?.searchUrl === searchUrl) return
  work.changed = true
  if (searchUrl === undefined) await removeCatalogue(session, { partner, feature })
  else await saveCatalogue(session, { partner, feature, searchUrl })
  const record = { kind: 'catalogue_changed', at, partner, feature, search_url: searchUrl ?? null } as const
  work.records.push({ register: partner, record })
}

function enterEnd(work: Registering, feature: FeatureId, partner: PartnerId, endAt: Instant): void {
  work.changed = true
  work.touches.push({ partner, feature })
  work.records.push({
    register: partner,
    record: { kind: 'feature_ended', at: work.at, partner, feature, ends_at: endAt },
  })
}

async function manifestOf(
  work: Registering,
  partner: PartnerId,
  feature: FeatureId,
  declared: FeatureDeclaration,
): Promise<PublishedManifest> {
  const content = { partner, feature, ...declaredContent(declared) }
  // A version that was reviewed keeps its review when its file comes again, which does not name it.
  const newest = (await manifestsOf(work.session, partner, feature)).at(-1)
  const kept = newest !== undefined && saysTheSame(newest, content) ? newest.reviewId : null
  const { value, touches, records } = await publishVersion(
    work.session,
    { ...content, reviewId: declared.review_id ?? kept },
    work.at,
  )
  work.changed ||= value.published
  work.touches.push(...touches)
  work.records.push(...records)
  return value
}

function refuse(at: string, problem: string): never {
  throw new Problem('BAD_REQUEST', {
    detail: 'The partner file changes what cannot change.',
    errors: [{ at, problem }],
  })
}
