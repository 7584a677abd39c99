// A person's keys that count for anything: each vouched for by another key's statement, or by a code no database holds (design 007).
import {
  type Endorsement,
  isProvenBy,
  type PersonId,
  parseStatement,
  sameBytes,
  vouchedKeys,
} from '@countersign/protocol'
import { keyVoucher } from '../ledger/key-voucher.ts'
import type { Session } from '../store/database.ts'
import { keysOf, type StoredKey } from '../store/person-keys.ts'
import { endorsementsOf, type StoredStatement } from '../store/statements.ts'
import type { System } from '../system.ts'
import { findRelyingParty } from './relying-party.ts'

/** The person's keys that are vouched for, those that wait or have ended too: whether one counts now is `keyStands`. */
export async function vouchedKeysOf(
  system: Pick<System, 'keyring' | 'settings'>,
  session: Session,
  person: PersonId,
): Promise<readonly StoredKey[]> {
  const keys = await keysOf(session, person)
  if (keys.length === 0) return []
  const secret = await system.keyring.open(person)
  const endorsements = new Map<number, Endorsement>()
  for (const one of await endorsementsOf(session, person)) {
    const endorsement = await endorsementIn(system, keys, one)
    if (endorsement !== undefined) endorsements.set(one.n, endorsement)
  }
  const coded = new Set(
    keys.filter((key) => key.vouched !== null && sameBytes(key.vouched, keyVoucher(secret, key))),
  )
  const vouched = vouchedKeys(keys, (key) => coded.has(key as StoredKey), endorsements)
  return keys.filter(({ name }) => vouched.has(name))
}

async function endorsementIn(
  system: Pick<System, 'settings'>,
  keys: readonly StoredKey[],
  { bytes, proof, enteredAt, person }: StoredStatement,
): Promise<Endorsement | undefined> {
  const said = parseStatement(system.settings.origin, bytes)
  if (said?.kind !== 'key_added' || said.person !== person) return undefined
  const signer = keys.find(({ name }) => name === said.key)
  if (signer === undefined) return undefined
  const proven = await isProvenBy(signer, bytes, proof, findRelyingParty(system) ?? null)
  return proven ? { said, at: enteredAt } : undefined
}
