// Whether what a token is for still runs: asked when one is issued, refreshed or asked about, never left to a clean-up (SUN-01, SUN-05).
import type { PartnerId } from '@countersign/protocol'
import { decisionTime } from '../acts/decision-time.ts'
import { featuresOf } from '../store/features.ts'
import { findPartner } from '../store/partners.ts'
import type { System } from '../system.ts'

/** The feature a token is for, by its short name; undefined for a pure sign-in. */
export function featureOf(token: object): string | undefined {
  const details: unknown = 'rar' in token ? token.rar : undefined
  const first: unknown = Array.isArray(details) ? details[0] : undefined
  const slug = typeof first === 'object' && first !== null && 'feature' in first ? first.feature : undefined
  return typeof slug === 'string' ? slug : undefined
}

/**
 * Why a token for this feature is dead, in words for its client; undefined while it lives. A token says nothing about
 * permission: that is the gate's to decide, at every call.
 */
export async function ended(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  partner: PartnerId,
  slug: string | undefined,
): Promise<string | undefined> {
  const known = await findPartner(system.app, partner)
  if (known === undefined) return 'the partner is not in the register'
  if (known.suspended) return 'the partner is suspended'
  if (slug === undefined) return undefined
  const feature = (await featuresOf(system.app, partner)).find((one) => one.slug === slug)
  if (feature === undefined) return 'the feature is not in the register'
  const now = await decisionTime(system, system.app)
  return feature.endAt !== null && now >= feature.endAt ? 'the feature has ended' : undefined
}

/** Why a client gets no token for itself; suspended, it still gets one: it opens no data. */
export async function unregistered(
  { app }: Pick<System, 'app'>,
  partner: PartnerId,
): Promise<string | undefined> {
  return (await findPartner(app, partner)) === undefined ? 'the partner is not in the register' : undefined
}
