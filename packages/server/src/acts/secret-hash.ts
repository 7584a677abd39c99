// Secrets people carry (session cookies, invitation codes) are stored as hashes: who reads the database gets none.
import { hash } from 'node:crypto'

/** SHA-256 of a secret, 64 hexadecimal digits. The secret has 256 bits of its own, so no salt or slow hash is needed. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex')
}
