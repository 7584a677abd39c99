// The master switch "share nothing of mine with partners": beats every grant and every friend's yes (COP-05).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPerson, saveRestricted } from '../store/people.ts'
import type { System } from '../system.ts'

/** Sets a person's own switch. Nobody else is told. @throws {Problem} LEDGER_UNAVAILABLE for switching it off */
export async function setSwitch(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, on }: { readonly person: PersonId; readonly on: boolean },
): Promise<void> {
  await turnstile.change({
    direction: on ? 'tightens' : 'loosens',
    async apply(session, at) {
      const known = await findPerson(session, person)
      if (known === undefined) throw new Problem('NOT_FOUND')
      if (known.restricted === on) return { value: undefined, touches: [], records: [] }
      await saveRestricted(session, person, on)
      return {
        value: undefined,
        touches: [{ person }],
        records: [{ person, partner: null, record: { kind: 'switch_set', at, person, on } }],
      }
    },
  })
}
