// Links a person to a partner's client after they signed in there. It is an identity, never a permission (PER-02).
import type { ClientId, PartnerId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { grantsOfPerson, saveOwnUse } from '../store/grants.ts'
import { hasEntry } from '../store/ledger-entries.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'

/**
 * Enters the first sign-in of a person with a partner. Every sign-in counts as the person's own use of what they already
 * granted that partner, so that nothing they still use lapses (SUN-04).
 * @throws {Problem} NOT_ALLOWED for an account that is not open; LEDGER_UNAVAILABLE
 */
export async function linkIdentity(
  { turnstile }: Pick<System, 'turnstile'>,
  {
    person,
    partner,
    client,
  }: { readonly person: PersonId; readonly partner: PartnerId; readonly client: ClientId },
): Promise<void> {
  await turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      if ((await findPerson(session, person))?.account !== 'open') throw new Problem('NOT_ALLOWED')
      const grants = (await grantsOfPerson(session, person)).filter(
        (grant) => grant.partner === partner && grant.state === 'given',
      )
      const verbs = [...new Set(grants.flatMap((grant) => grant.verbs))]
      if (verbs.length > 0) await saveOwnUse(session, { person, partner, verbs, at })
      const touches = grants.map(({ feature }) => ({ person, feature }))
      if (await hasEntry(session, person, partner, 'identity_linked'))
        return { value: undefined, touches, records: [] }
      const record = { kind: 'identity_linked', at, person, partner, client } as const
      return { value: undefined, touches, records: [{ person, partner, record }] }
    },
  })
}
