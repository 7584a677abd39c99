// Ends a feature for everybody at an instant: one row, and everything that hangs on it obeys it in its decision (SUN-01).
import type { FeatureId, Instant, PartnerId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { type HangsOnFeature, hangsOn } from '../store/feature-use.ts'
import { type Feature, featuresOf, saveFeatureEnd } from '../store/features.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/**
 * Sets the end. It can come earlier than one that is public already, never later, and never in the past: what was
 * disclosed until now was disclosed by a running feature.
 * @param at null for now
 * @throws {Problem} NOT_FOUND; ALREADY when it has that end or an earlier one; END_NOT_AFTER_START; LEDGER_UNAVAILABLE
 */
export async function endFeature(
  { turnstile }: Pick<System, 'turnstile'>,
  { partner, feature, at: asked }: FeatureToEnd,
): Promise<Feature> {
  return turnstile.change<Feature>({
    direction: 'tightens',
    async apply(session, at) {
      const found = await featureToEnd(session, partner, feature)
      const endAt = asked ?? at
      if (found.endAt !== null && found.endAt <= endAt)
        throw new Problem('ALREADY', {
          detail: 'It ends by then already. An end once public only comes earlier.',
        })
      if (endAt < at || endAt <= found.startAt) throw new Problem('END_NOT_AFTER_START')
      const ending = { ...found, endAt }
      await saveFeatureEnd(session, ending)
      const record = { kind: 'feature_ended', at, partner, feature, ends_at: endAt } as const
      return {
        value: ending,
        touches: [{ partner, feature }],
        records: [{ register: partner, record }],
      }
    },
  })
}

/** Which feature ends, and when. */
export interface FeatureToEnd {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly at: Instant | null
}

/** What hangs on a feature now, and would end with it. Changes nothing. @throws {Problem} NOT_FOUND */
export async function previewEnd(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  { partner, feature }: Pick<FeatureToEnd, 'partner' | 'feature'>,
): Promise<HangsOnFeature> {
  return system.app.read(async (session) => {
    const found = await featureToEnd(session, partner, feature)
    return hangsOn(session, found, await decisionTime(system, session))
  })
}

async function featureToEnd(session: Session, partner: PartnerId, feature: FeatureId): Promise<Feature> {
  const found = (await featuresOf(session, partner)).find(({ id }) => id === feature)
  if (found === undefined) throw new Problem('NOT_FOUND')
  return found
}
