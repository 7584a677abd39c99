// Which of a person's keys the ledger vouches for: each goes back, by signatures, to one that came with the account or was shown
// for seven days (docs/design/007). A row without that is no key.
import { type KeyName, keyStands, type PersonKey } from './person-key.ts'
import type { StatementOf } from './statement.ts'
import type { Instant } from './time.ts'

/** What the ledger's entries say of a person's keys. */
export interface KeyEntries {
  /** `key_opened`: whether it is the key of whoever acts as somebody made up. */
  readonly opened: ReadonlyMap<KeyName, { readonly test: boolean }>
  /** `key_waits`: from when each counts. */
  readonly waits: ReadonlyMap<KeyName, Instant>
  /** `key_ended`: when. */
  readonly ended: ReadonlyMap<KeyName, Instant>
}

/** A statement over a key, whose signature the caller has checked under the key it names. */
export interface Endorsement {
  readonly said: StatementOf<'key_added'>
  /** When it was entered. */
  readonly at: Instant
}

/**
 * The names of the keys that are vouched for; whether one counts at some time is `keyStands`. Made-up people's keys are good only
 * where no other ever came with the account, so that nobody real becomes made up.
 */
export function vouchedKeys(
  keys: readonly PersonKey[],
  entries: KeyEntries,
  endorsements: ReadonlyMap<number, Endorsement>,
): ReadonlySet<KeyName> {
  const byName = new Map(keys.map((key) => [key.name, key]))
  const vouched = new Map<KeyName, boolean>()
  const isReal = [...entries.opened.values()].some(({ test }) => !test)
  const isVouched = (key: PersonKey): boolean => {
    const known = vouched.get(key.name)
    if (known !== undefined) return known
    // Until it is known otherwise: keys that vouch for each other in a circle vouch for nobody.
    vouched.set(key.name, false)
    const good = endsAsEntered(key, entries) && cameAsEntered(key)
    vouched.set(key.name, good)
    return good
  }
  const cameAsEntered = (key: PersonKey): boolean => {
    switch (key.came) {
      case 'opened':
        return entries.opened.get(key.name)?.test === false
      case 'test':
        return !isReal && entries.opened.get(key.name)?.test === true
      case 'waited':
        return entries.waits.get(key.name) === key.since
      case 'endorsed':
        return isEndorsed(key)
    }
  }
  const isEndorsed = (key: PersonKey): boolean => {
    const by = key.endorsedBy === null ? undefined : endorsements.get(key.endorsedBy)
    if (by === undefined || by.said.n !== key.endorsedBy) return false
    if (by.said.added !== key.name || by.said.added_kind !== key.kind || key.since < by.at) return false
    const signer = byName.get(by.said.key)
    return signer !== undefined && keyStands(signer, by.at) && isVouched(signer)
  }
  return new Set(keys.filter(isVouched).map(({ name }) => name))
}

function endsAsEntered({ name, until }: PersonKey, { ended }: KeyEntries): boolean {
  const at = ended.get(name)
  return at === undefined || (until !== null && until <= at)
}
