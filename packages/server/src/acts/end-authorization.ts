// Ends what was granted in an authorization whose code was used twice: somebody else may hold its tokens (RFC 6749 §4.1.2).
import { type PersonId, withdrawGrant } from '@countersign/protocol'
import { grantsOfAuthorization, saveGrant } from '../store/grants.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { notifyAllParties } from './notify-members.ts'

/** Withdraws every grant in force that was given in one authorization; doing so again changes nothing. */
export async function endAuthorization(
  system: Pick<System, 'turnstile' | 'random' | 'settings'>,
  { person, oauthGrant }: { readonly person: PersonId; readonly oauthGrant: string },
): Promise<void> {
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const all = await grantsOfAuthorization(session, person, oauthGrant)
      const ended = all
        .filter(({ state }) => state === 'given')
        .map((grant) => accepted(withdrawGrant(grant, at)))
      for (const grant of ended) {
        await saveGrant(session, grant)
        await notifyAllParties(system, session, grant.threads, {
          partner: grant.partner,
          feature: grant.feature,
          at,
        })
      }
      return {
        value: undefined,
        touches: ended.map(({ feature }) => ({ person, feature })),
        records: ended.map(({ id, partner, feature }) => ({
          person,
          partner,
          record: {
            kind: 'grant_withdrawn',
            at,
            ...{ person, grant: id, partner, feature },
            why: 'code_replayed',
            superseded_by: null,
          },
        })),
      }
    },
  })
}
