// A partner gives back what it holds over one person: the quickest way for it to owe nothing any more.
import type { FeatureId, PartnerId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { grantsOfFeature } from '../store/grants.ts'
import type { System } from '../system.ts'
import { withdrawGrant } from './withdraw-grant.ts'

/** Ends every grant in force of one feature over one person. Doing so again changes nothing. */
export async function giveBackAccess(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  held: { readonly person: PersonId; readonly partner: PartnerId; readonly feature: FeatureId },
): Promise<void> {
  const grants = await grantsOfFeature(system.app, held)
  for (const { id } of grants.filter(({ state }) => state === 'given')) {
    await withdrawGrant(system, { person: held.person, grant: id, by: 'partner' }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'ALREADY') throw error
    })
  }
}
