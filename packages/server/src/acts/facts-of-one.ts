// What decides about an act of one person's in no thread of the partner's: sending, and taking back what was sent.
import type { AccessRequest, Facts } from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import { featureFacts, liveManifest, peopleFacts, peopleRows } from '../store/facts.ts'

/** The facts as they stand in this session; undefined for a partner, feature or person that is not there. */
export async function factsOfOne(
  session: Session,
  { partner, feature, person }: Pick<AccessRequest, 'partner' | 'feature' | 'person'>,
): Promise<Facts | undefined> {
  const registered = await featureFacts(session, partner, feature)
  if (registered === undefined) return undefined
  const known = peopleFacts(await peopleRows(session, [person], { partner, feature }), registered).get(person)
  if (known === undefined) return undefined
  return {
    partner: registered.partner,
    feature: registered.feature,
    liveManifest: liveManifest(registered.manifests, known.test),
    person: known,
    thread: null,
    others: new Map(),
  }
}
