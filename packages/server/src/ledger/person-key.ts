// The one secret of a person, from which all keys and salts of their chains derive, and its wrapped form on disk.
import type { PersonId } from '@countersign/protocol'
import type { Random } from '../ports/random.ts'
import { deriveKey } from './hash.ts'
import { SEAL_SIZE, seal, unseal } from './seal.ts'

/** A person's unwrapped key. Without it, what the ledger says of them can be neither found nor opened again. */
export interface PersonKey {
  readonly person: PersonId
  /** 32 bytes. */
  readonly secret: Uint8Array
}

/** The length of a secret. */
const SECRET_SIZE = 32
/** The length of a wrapped key. */
export const WRAPPED_SIZE = SECRET_SIZE + SEAL_SIZE

/** A new key for a person. */
export function makePersonKey(person: PersonId, random: Random): PersonKey {
  return { person, secret: random.bytes(SECRET_SIZE) }
}

/** The key sealed; the person's id is bound in, so that one person's file does not pass for another's. */
export function wrapPersonKey(key: PersonKey, wrappingKey: Uint8Array, random: Random): Uint8Array {
  return seal(key.secret, wrappingKey, boundTo(key.person), random)
}

/** The key in a wrapped form; undefined when it is damaged, another person's, or under another wrapping key. */
export function unwrapPersonKey(
  person: PersonId,
  wrapped: Uint8Array,
  wrappingKey: Uint8Array,
): PersonKey | undefined {
  const secret = wrapped.length === WRAPPED_SIZE ? unseal(wrapped, wrappingKey, boundTo(person)) : undefined
  return secret && { person, secret }
}

/**
 * What the account_opened record fixes of a key, 64 hexadecimal digits: the person, who is given the key, can show that
 * it was theirs from the start, and the operator cannot swap it.
 */
export function keyCommitment(key: PersonKey): string {
  return Buffer.from(deriveKey(key.secret, 'key commitment')).toString('hex')
}

const boundTo = (person: PersonId): string => `countersign/1 person key ${person}`
