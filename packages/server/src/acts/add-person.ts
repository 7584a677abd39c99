// Adds a person: an id, a key, and the ledger entry that fixes the key as the first of everybody (design §6).
import type { Instant, PersonId } from '@countersign/protocol'
import type { Touch } from '../gate/turnstile-port.ts'
import { keyCommitment } from '../ledger/person-key.ts'
import { makeId } from '../ports/random.ts'
import type { Session } from '../store/database.ts'
import { insertPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { addFirstKey, firstKey, type ShownKey } from './show-key.ts'

/** What a person starts with. */
export interface NewPerson {
  readonly displayName: string
  /** BCP 47 language tag; English unless said. */
  readonly locale?: string | undefined
  /** Made for trying out features that are not reviewed yet (OVR-02); only the operator's tools set it. */
  readonly test?: boolean | undefined
  /** The key of the browser they come with. Without one, the first waits seven days. */
  readonly key?: ShownKey | undefined
}

/**
 * Adds the person as a shell or with an open account. The key exists before the person does; the person, what `also` adds
 * (and says whom else it touches) and the first ledger entry come to be together or not at all.
 * @throws {Problem} BAD_REQUEST for a key that is none; LEDGER_UNAVAILABLE
 */
export async function addPerson(
  { clock, random, keyring, turnstile }: Pick<System, 'clock' | 'random' | 'keyring' | 'turnstile'>,
  account: 'shell' | 'open',
  { displayName, locale = 'en', test = false, key }: NewPerson,
  also: (session: Session, person: PersonId, at: Instant) => Promise<readonly Touch[]> = async () => [],
): Promise<PersonId> {
  const person = makeId('person', clock.now(), random)
  const first = key && (await firstKey(key, test))
  await keyring.create([person])
  const secret = await keyring.open(person)
  const key_commitment = keyCommitment(secret)
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      await insertPerson(session, {
        id: person,
        account,
        test,
        restricted: false,
        displayName,
        locale,
        createdAt: at,
      })
      const touches = await also(session, person, at)
      const opened = { kind: 'account_opened', at, person, key_commitment } as const
      const withKey = first === undefined ? [] : [await addFirstKey(session, secret, first, at)]
      return {
        value: person,
        touches: [{ person }, ...touches],
        records: [{ person, partner: null, record: opened }, ...withKey],
      }
    },
  })
}
