// What the console shows of a company, gathered once for its pages and its API.
import type {
  ClientId,
  FeatureId,
  Instant,
  Manifest,
  PartnerId,
  PersonId,
  ReviewId,
} from '@countersign/protocol'
import { countApprovals } from '../acts/may-review.ts'
import type { Staff } from '../acts/staff.ts'
import { findClientOf, type PublicJwk } from '../store/clients.ts'
import { featuresOf, manifestsOf } from '../store/features.ts'
import { personNames } from '../store/names.ts'
import { partnerRequests } from '../store/partner-requests.ts'
import { placesOf, type StaffRole, staffOf } from '../store/partner-staff.ts'
import { findPartner, type Partner } from '../store/partners.ts'
import { listReviews, type ReviewState, verdictsOf } from '../store/reviews.ts'
import { openStaffInvitations, type StaffInvitation } from '../store/staff-invitations.ts'
import { testPeopleOf } from '../store/test-people.ts'
import type { System } from '../system.ts'

/** A company somebody works for. */
export interface Place {
  readonly company: Partner
  readonly role: StaffRole
}

/** A feature with its newest version and the one real people have. */
export interface FeatureState {
  readonly id: FeatureId
  readonly slug: string
  readonly startAt: Instant
  readonly endAt: Instant | null
  readonly newest: Manifest | null
  /** The newest reviewed version; null while only test accounts are reached (OVR-02). */
  readonly inForce: Manifest | null
}

/** A company's software and features. */
export interface CompanyState {
  readonly client: {
    readonly id: ClientId
    readonly redirectUris: readonly string[]
    readonly keys: readonly PublicJwk[]
  } | null
  readonly features: readonly FeatureState[]
}

/** Somebody who works for a company, by name. */
export interface Colleague {
  readonly person: PersonId
  readonly name: string
  readonly role: StaffRole
  readonly since: Instant
}

type Reading = Pick<System, 'app' | 'clock'>

/** The companies somebody works for, by name. */
export async function placesModel({ app }: Reading, person: PersonId): Promise<readonly Place[]> {
  const places = await placesOf(app, person)
  const found = await Promise.all(
    places.map(async ({ partner, role }) => ({ company: await findPartner(app, partner), role })),
  )
  return found
    .flatMap(({ company, role }) => (company === undefined ? [] : [{ company, role }]))
    .sort((a, b) => a.company.name.localeCompare(b.company.name, 'en'))
}

/** A company's client and features. */
export async function companyModel({ app }: Reading, partner: PartnerId): Promise<CompanyState> {
  const client = await findClientOf(app, partner)
  const features = await featuresOf(app, partner)
  return {
    client: client ? { id: client.id, redirectUris: client.redirectUris, keys: client.jwks.keys } : null,
    features: await Promise.all(
      features.map(async ({ id, slug, startAt, endAt }) => {
        const versions = await manifestsOf(app, partner, id)
        const inForce = versions.findLast(({ reviewId }) => reviewId !== null) ?? null
        return { id, slug, startAt, endAt, newest: versions.at(-1) ?? null, inForce }
      }),
    ),
  }
}

/** How far a company's developers have come. */
export interface Progress {
  readonly key: boolean
  readonly feature: boolean
  readonly testPeople: boolean
  readonly call: boolean
}

/** What has been done of the way to a first call. */
export async function progressModel(
  system: Reading,
  state: CompanyState,
  partner: PartnerId,
): Promise<Progress> {
  const { app } = system
  const [calls, people] = await Promise.all([
    partnerRequests(app, { partner, since: 0, after: null, limit: 1 }),
    testPeopleOf(app, partner),
  ])
  return {
    key: state.client !== null && state.client.keys.length > 0,
    feature: state.features.length > 0,
    testPeople: people.length > 0,
    call: calls.length > 0,
  }
}

/** Who works for a company, and who is invited. */
export async function teamModel(
  { app, clock }: Reading,
  { partner }: Staff,
): Promise<{ readonly team: readonly Colleague[]; readonly invitations: readonly StaffInvitation[] }> {
  const members = await staffOf(app, partner)
  const names = await personNames(
    app,
    members.map(({ person }) => person),
  )
  return {
    team: members.map(({ person, role, since }) => ({ person, role, since, name: names.get(person) ?? '' })),
    invitations: await openStaffInvitations(app, partner, clock.now()),
  }
}

/** A review as the company sees it: how many agreed and what they wrote, not who they are. */
export interface ReviewLine {
  readonly id: ReviewId
  readonly feature: FeatureId
  readonly slug: string
  readonly version: number
  readonly state: ReviewState
  readonly submittedAt: Instant
  /** Of one that waits, those that still count. */
  readonly approvals: number
  readonly needed: number
  readonly notes: readonly string[]
}

/** The reviews of a company's features, the newest first. */
export async function reviewsModel({ app }: Reading, partner: PartnerId): Promise<readonly ReviewLine[]> {
  const features = await featuresOf(app, partner)
  const reviews = await listReviews(app, { partner })
  const lines = await Promise.all(
    reviews.map(async ({ id, feature, manifestVersion: version, state, submittedAt, needed }) => {
      const verdicts = await verdictsOf(app, { partner, id })
      const slug = features.find((one) => one.id === feature)?.slug ?? ''
      const given = verdicts.filter(({ verdict }) => verdict === 'approve').length
      const approvals = state === 'waiting' ? await countApprovals(app, { partner, id }) : given
      const notes = verdicts.map(({ note }) => note).filter((note) => note !== '')
      return { id, feature, slug, version, state, submittedAt, approvals, needed, notes }
    }),
  )
  return lines.toReversed()
}
