// The powers of a partner's features: what each is for, whether anybody's permission holds it, and when it was last used.
import type { FeatureId, Instant, Manifest, PartnerId, Purpose, Verb } from '@countersign/protocol'
import { DAY_MS, verbs } from '@countersign/protocol'
import { featuresOf, manifestsOf } from '../store/features.ts'
import { heldVerbs, powerUsesOf } from '../store/power-uses.ts'
import type { System } from '../system.ts'

/** A power nobody used for this long is better given back. */
const UNUSED_MS = 30 * DAY_MS

/** A power of a feature. */
export interface Power {
  readonly verb: Verb
  readonly purposes: readonly Purpose[]
  /** Whether a permission in force holds it. */
  readonly held: boolean
  /** About when it was last used; null for never. */
  readonly lastUsedAt: Instant | null
  /** Whether it was used lately. */
  readonly used: boolean
}

/** The powers of a feature that has not ended, by the version people have, or test accounts while they have none. */
export interface FeaturePowers {
  readonly feature: FeatureId
  readonly slug: string
  readonly manifest: Manifest
  readonly powers: readonly Power[]
}

/** Every feature of a partner that runs or will, with its powers in the order of the protocol. */
export async function listPowers(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
): Promise<readonly FeaturePowers[]> {
  const now = clock.now()
  const uses = await powerUsesOf(app, partner)
  const features = (await featuresOf(app, partner)).filter(({ endAt }) => endAt === null || endAt > now)
  const found = await Promise.all(
    features.map(async ({ id: feature, slug }) => {
      const manifest = versionInForce(await manifestsOf(app, partner, feature))
      if (manifest === undefined) return []
      const held = await heldVerbs(app, partner, feature, now)
      const powers = verbs.flatMap((verb): readonly Power[] => {
        const offers = manifest.offers.filter((offer) => offer.verb === verb)
        if (offers.length === 0) return []
        const lastUsedAt = uses.find((use) => use.feature === feature && use.verb === verb)?.at ?? null
        const used = lastUsedAt !== null && now - lastUsedAt < UNUSED_MS
        return [
          { verb, purposes: offers.map(({ purpose }) => purpose), held: held.has(verb), lastUsedAt, used },
        ]
      })
      return [{ feature, slug, manifest, powers }]
    }),
  )
  return found.flat()
}

/** The newest reviewed version, which people have; the newest of all while none was reviewed (OVR-02). */
export function versionInForce(versions: readonly Manifest[]): Manifest | undefined {
  return versions.findLast(({ reviewId }) => reviewId !== null) ?? versions.at(-1)
}
