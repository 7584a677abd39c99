// The public register, gathered: every partner with its features and the version of each that is in force.
import type { Instant, Manifest } from '@countersign/protocol'
import { localText } from '../acts/local-text.ts'
import type { Session } from '../store/database.ts'
import { featuresOf, manifestsOf } from '../store/features.ts'
import { listPartners, type Partner } from '../store/partners.ts'
import type { RegisteredFeature, RegisteredPartner } from './register-view.ts'

/** Every partner, by name, in the words of one language. */
export async function registeredPartners(
  session: Session,
  locale: string,
): Promise<readonly RegisteredPartner[]> {
  const partners = await listPartners(session)
  return Promise.all(
    partners.map(async (partner) => ({ ...partner, features: await featuresIn(session, partner, locale) })),
  )
}

async function featuresIn(
  session: Session,
  { id: partner }: Partner,
  locale: string,
): Promise<readonly RegisteredFeature[]> {
  const features = await featuresOf(session, partner)
  return Promise.all(
    features.map(async ({ id, slug, startAt, endAt }) => {
      const manifest = (await manifestsOf(session, partner, id)).at(-1)
      return {
        id,
        slug,
        startAt,
        endAt,
        manifest: manifest === undefined ? null : versionOf(manifest, locale),
      }
    }),
  )
}

function versionOf(manifest: Manifest, locale: string): NonNullable<RegisteredFeature['manifest']> {
  const { version, offers, harvestBudget, termDays, reviewId, publishedAt, texts } = manifest
  return {
    version,
    offers,
    harvestBudget,
    termDays,
    reviewId,
    publishedAt,
    text: localText(texts, locale).text,
  }
}

/** The register as data: the page's twin, with the protocol's own words. Times are RFC 3339, UTC. */
export function registerJson(partners: readonly RegisteredPartner[]): {
  readonly partners: readonly Readonly<Record<string, unknown>>[]
} {
  return {
    partners: partners.map((partner) => ({
      id: partner.id,
      slug: partner.slug,
      name: partner.name,
      homepage: partner.homepage,
      ownership_group: partner.ownershipGroup,
      suspended: partner.suspended,
      certified_until: wireTime(partner.certifiedUntil),
      registered_at: wireTime(partner.registeredAt),
      features: partner.features.map(featureJson),
    })),
  }
}

function featureJson({
  id,
  slug,
  startAt,
  endAt,
  manifest,
}: RegisteredFeature): Readonly<Record<string, unknown>> {
  return {
    id,
    slug,
    start_at: wireTime(startAt),
    end_at: endAt === null ? null : wireTime(endAt),
    manifest: manifest && {
      version: manifest.version,
      name: manifest.text.name,
      summary: manifest.text.summary,
      offers: manifest.offers,
      harvest_budget: manifest.harvestBudget,
      term_days: manifest.termDays,
      review_id: manifest.reviewId,
      published_at: wireTime(manifest.publishedAt),
    },
  }
}

const wireTime = (at: Instant): string => new Date(at).toISOString()
