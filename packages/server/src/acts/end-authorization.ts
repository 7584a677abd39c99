// Ends what was granted in an authorization whose code was used twice: somebody else may hold its tokens (RFC 6749 §4.1.2).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { grantsOfAuthorization } from '../store/grants.ts'
import type { System } from '../system.ts'
import { withdrawGrant } from './withdraw-grant.ts'

/** Withdraws every grant in force that was given in one authorization; doing so again changes nothing. */
export async function endAuthorization(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  { person, oauthGrant }: { readonly person: PersonId; readonly oauthGrant: string },
): Promise<void> {
  const grants = await grantsOfAuthorization(system.app, person, oauthGrant)
  for (const { id } of grants.filter(({ state }) => state === 'given')) {
    await withdrawGrant(system, { person, grant: id, by: 'replay' }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'ALREADY') throw error
    })
  }
}
