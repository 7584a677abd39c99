// What vouches for a key that no other key endorsed: a code under a key derived from its person's secret, which is in the key folder
// and not in the database. Whoever writes a row by SQL cannot write the code (docs/design/007).
import type { SigningKey } from '@countersign/protocol'
import { deriveKey, frame, hmac, hmacKey } from './hash.ts'
import type { PersonKey } from './person-key.ts'

/** The code of a key's row, 32 bytes: over its name and kind, how it came and from when it counts. */
export function keyVoucher(
  person: PersonKey,
  { name, kind, came, since }: Pick<SigningKey, 'name' | 'kind' | 'came' | 'since'>,
): Uint8Array {
  const key = hmacKey(deriveKey(person.secret, 'key voucher'))
  return hmac(key, frame(name), frame(kind), frame(came), frame(String(since)))
}
