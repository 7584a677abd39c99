// Which of a person's keys are vouched for: each goes back, by signatures, to one that came with the account or was shown for seven
// days (docs/design/007). A row without that is no key.
import { type KeyName, keyStands, type SigningKey } from './person-key.ts'
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
 * The names of the keys that are vouched for; whether one counts at some time is `keyStands`.
 * @param hasVoucher whether something other than an endorsement vouches for a key that has none
 */
export function vouchedKeys(
  keys: readonly SigningKey[],
  hasVoucher: (key: SigningKey) => boolean,
  endorsements: ReadonlyMap<number, Endorsement>,
): ReadonlySet<KeyName> {
  const byName = new Map(keys.map((key) => [key.name, key]))
  const vouched = new Map<KeyName, boolean>()
  const isVouched = (key: SigningKey): boolean => {
    const known = vouched.get(key.name)
    if (known !== undefined) return known
    // Until it is known otherwise: keys that vouch for each other in a circle vouch for nobody.
    vouched.set(key.name, false)
    const good = key.came === 'endorsed' ? isEndorsed(key) : hasVoucher(key)
    vouched.set(key.name, good)
    return good
  }
  const isEndorsed = (key: SigningKey): boolean => {
    const by = key.endorsedBy === null ? undefined : endorsements.get(key.endorsedBy)
    if (by === undefined || by.said.n !== key.endorsedBy) return false
    if (by.said.added !== key.name || by.said.added_kind !== key.kind || key.since < by.at) return false
    const signer = byName.get(by.said.key)
    return signer !== undefined && keyStands(signer, by.at) && isVouched(signer)
  }
  return new Set(keys.filter(isVouched).map(({ name }) => name))
}

/**
 * Whether the ledger says of a key how it came. Made-up people's keys are good only where no other ever came with the account, so
 * that nobody real becomes made up.
 */
export function cameAsEntered({ name, came, since }: SigningKey, { opened, waits }: KeyEntries): boolean {
  if (came === 'waited') return waits.get(name) === since
  if (came === 'test')
    return opened.get(name)?.test === true && ![...opened.values()].some(({ test }) => !test)
  return opened.get(name)?.test === false
}

/** Whether a key ended no later than the ledger says, and not at all where it says nothing. */
export function endsAsEntered({ name, until }: SigningKey, { ended }: KeyEntries): boolean {
  const at = ended.get(name)
  return at === undefined ? until === null : until === at
}
