// The one secret of a person, from which all keys and salts of their chains derive, and its wrapped form on disk.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { PersonId } from '@countersign/protocol'
import type { Random } from '../ports/random.ts'
import { deriveKey } from './hash.ts'

/** A person's unwrapped key. Without it, what the ledger says of them can be neither found nor opened again. */
export interface PersonKey {
  readonly person: PersonId
  /** 32 bytes. */
  readonly secret: Uint8Array
}

/** The length of a wrapped key: version, nonce, ciphertext, tag. */
export const WRAPPED_SIZE = 1 + 12 + 32 + 16

const VERSION = 1
const NONCE_SIZE = 12
const TAG_SIZE = 16

/** A new key for a person. */
export function makePersonKey(person: PersonId, random: Random): PersonKey {
  return { person, secret: random.bytes(32) }
}

/**
 * The key under AES-256-GCM with a fresh nonce; the person's id is bound in, so that one person's file does not pass for
 * another's. A nonce is drawn at random: good for 2^32 people under one wrapping key (NIST SP 800-38D §8.3).
 */
export function wrapPersonKey(key: PersonKey, wrappingKey: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_SIZE)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_SIZE })
  cipher.setAAD(boundTo(key.person))
  const sealed = Buffer.concat([cipher.update(key.secret), cipher.final()])
  return Buffer.concat([Uint8Array.of(VERSION), nonce, sealed, cipher.getAuthTag()])
}

/** The key in a wrapped form; undefined when it is damaged, another person's, or under another wrapping key. */
export function unwrapPersonKey(
  person: PersonId,
  wrapped: Uint8Array,
  wrappingKey: Uint8Array,
): PersonKey | undefined {
  if (wrapped.length !== WRAPPED_SIZE || wrapped[0] !== VERSION) return undefined
  const nonce = wrapped.subarray(1, 1 + NONCE_SIZE)
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_SIZE })
  decipher.setAAD(boundTo(person))
  decipher.setAuthTag(wrapped.subarray(-TAG_SIZE))
  try {
    const secret = Buffer.concat([
      decipher.update(wrapped.subarray(1 + NONCE_SIZE, -TAG_SIZE)),
      decipher.final(),
    ])
    return { person, secret: new Uint8Array(secret) }
  } catch {
    return undefined
  }
}

/**
 * What the account_opened record fixes of a key, 64 hexadecimal digits: the person, who is given the key, can show that
 * it was theirs from the start, and the operator cannot swap it.
 */
export function keyCommitment(key: PersonKey): string {
  return Buffer.from(deriveKey(key.secret, 'key commitment')).toString('hex')
}

function boundTo(person: PersonId): Uint8Array {
  return Buffer.from(`countersign/1 person key ${person}`, 'utf8')
}
