// Secrets at rest: AES-256-GCM under a key of the key folder, bound to whose they are.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '../ports/random.ts'

const VERSION = 1
const NONCE_SIZE = 12
const TAG_SIZE = 16

/** By how much sealing makes a secret longer: version, nonce, tag. */
export const SEAL_SIZE = 1 + NONCE_SIZE + TAG_SIZE

/**
 * The secret sealed with a fresh nonce. `boundTo` is bound in, so that one owner's secret does not pass for another's. A nonce
 * is drawn at random: good for 2^32 secrets under one key (NIST SP 800-38D §8.3).
 */
export function seal(secret: Uint8Array, key: Uint8Array, boundTo: string, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_SIZE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_SIZE })
  cipher.setAAD(Buffer.from(boundTo, 'utf8'))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([Uint8Array.of(VERSION), nonce, sealed, cipher.getAuthTag()])
}

/** The secret in a sealed form; undefined when it is damaged, somebody else's, or under another key. */
export function unseal(sealed: Uint8Array, key: Uint8Array, boundTo: string): Uint8Array | undefined {
  if (sealed.length < SEAL_SIZE || sealed[0] !== VERSION) return undefined
  const nonce = sealed.subarray(1, 1 + NONCE_SIZE)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_SIZE })
  decipher.setAAD(Buffer.from(boundTo, 'utf8'))
  decipher.setAuthTag(sealed.subarray(-TAG_SIZE))
  try {
    const secret = [decipher.update(sealed.subarray(1 + NONCE_SIZE, -TAG_SIZE)), decipher.final()]
    return new Uint8Array(Buffer.concat(secret))
  } catch {
    return undefined
  }
}
