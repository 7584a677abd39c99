// Publishes the next version of a feature's manifest. What it takes more needs new grants; what it takes less acts at once.
import {
  diffManifests,
  type FeatureDeclaration,
  type Instant,
  type Manifest,
  type RecordValue,
} from '@countersign/protocol'
import type { RegisterRecord, Touch } from '../gate/turnstile-port.ts'
import { jsonHash } from '../ledger/json-hash.ts'
import type { Session } from '../store/database.ts'
import { insertManifest, manifestsOf } from '../store/features.ts'

/** What a version says; its number and time come from publishing it. */
export type ManifestContent = Omit<Manifest, 'version' | 'publishedAt'>

/** What a file declares of a feature, as a version of it says it. */
export function declaredContent(
  declared: Pick<FeatureDeclaration, 'offers' | 'harvest_budget' | 'term_days' | 'texts'>,
): Pick<Manifest, 'offers' | 'harvestBudget' | 'termDays' | 'texts'> {
  return {
    offers: declared.offers,
    harvestBudget: declared.harvest_budget,
    termDays: declared.term_days,
    texts: declared.texts,
  }
}

/** What publishing did. */
export interface PublishedManifest {
  readonly version: number
  /** False when the newest version says the same already. */
  readonly published: boolean
  /** What the new version takes that the one before did not, in words (PER-05). */
  readonly widenings: readonly string[]
}

/** Publishes a version, unless the newest says exactly the same. Part of the change that registers its partner. */
export async function publishVersion(
  session: Session,
  content: ManifestContent,
  at: Instant,
): Promise<{ value: PublishedManifest; touches: readonly Touch[]; records: readonly RegisterRecord[] }> {
  const { partner, feature } = content
  const newest = (await manifestsOf(session, partner, feature)).at(-1)
  if (newest !== undefined && contentHash(newest) === contentHash(content)) {
    return { value: { version: newest.version, published: false, widenings: [] }, touches: [], records: [] }
  }
  const next: Manifest = { ...content, version: (newest?.version ?? 0) + 1, publishedAt: at }
  await insertManifest(session, next)
  return {
    value: {
      version: next.version,
      published: true,
      widenings: newest ? diffManifests(newest, next).widens : [],
    },
    touches: [{ partner, feature }],
    records: [
      {
        register: partner,
        record: {
          kind: 'manifest_published',
          at,
          partner,
          feature,
          manifest_version: next.version,
          manifest_hash: manifestHash(next),
          review: next.reviewId,
        },
      },
    ],
  }
}

/** SHA-256 of a manifest in RFC 8785 form, 64 hexadecimal digits: what the register's entry fixes. */
export function manifestHash(manifest: Manifest): string {
  return jsonHash({ ...wireContent(manifest), version: manifest.version, published_at: manifest.publishedAt })
}

/** Whether two versions say the same, whatever their numbers and reviews. */
export function saysTheSame(
  one: Omit<ManifestContent, 'reviewId'>,
  other: Omit<ManifestContent, 'reviewId'>,
): boolean {
  return contentHash({ ...one, reviewId: null }) === contentHash({ ...other, reviewId: null })
}

function contentHash(content: ManifestContent): string {
  return jsonHash(wireContent(content))
}

function wireContent(content: ManifestContent): Record<string, RecordValue> {
  return {
    partner: content.partner,
    feature: content.feature,
    offers: content.offers.map(({ purpose, verb, fields }) => ({ purpose, verb, fields: [...fields] })),
    harvest_budget: content.harvestBudget,
    term_days: content.termDays,
    texts: Object.fromEntries(
      Object.entries(content.texts).map(([locale, { name, summary }]) => [locale, { name, summary }]),
    ),
    review: content.reviewId,
  }
}
