// A partner gives a power of a feature back, for everybody at once: a version without it, in force from its publication (PER-05).
import type { FeatureId, Verb } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { manifestsOf } from '../store/features.ts'
import type { System } from '../system.ts'
import { versionInForce } from './list-powers.ts'
import { publishVersion } from './publish-manifest.ts'
import { assertOwner, type Staff } from './staff.ts'
import { replaceWaiting } from './submit-manifest.ts'

/**
 * Publishes what people have now without this power, under the same review: it takes less, so nobody has to look again, and
 * every permission loses the power in the same turn. To have it again the feature is reviewed and people are asked again.
 * @returns the version published
 * @throws {Problem} NOT_FOUND for a stranger, another partner's feature and a power it does not have; NOT_ALLOWED for a
 *   developer; NOTHING_CHOSEN for the last power of a feature, which ends instead
 */
export async function giveBackPower(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  { feature, verb }: { readonly feature: FeatureId; readonly verb: Verb },
): Promise<number> {
  return turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      await assertOwner(session, staff)
      const manifest = versionInForce(await manifestsOf(session, staff.partner, feature))
      const offers = manifest?.offers.filter((offer) => offer.verb !== verb) ?? []
      if (manifest === undefined || offers.length === manifest.offers.length) throw new Problem('NOT_FOUND')
      if (offers.length === 0)
        throw new Problem('NOTHING_CHOSEN', {
          detail: 'A feature without any power is none. End the feature instead.',
        })
      const { version: _version, publishedAt: _publishedAt, ...content } = manifest
      // What waits was meant to follow what is in force now; approving it later would take the power again.
      await replaceWaiting(session, staff.partner, feature, at)
      const { value, touches, records } = await publishVersion(session, { ...content, offers }, at)
      return { value: value.version, touches, records }
    },
  })
}
