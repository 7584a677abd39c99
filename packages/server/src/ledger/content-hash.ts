// Keyed hashes of what left. A bare hash of "yes" would give "yes" away; these die with the person's key.
import { canonicalJson, type ItemKind, type RecordValue } from '@countersign/protocol'
import type { Chain } from './chain.ts'
import { deriveKey, frame, type HmacKey, hmac, hmacKey } from './hash.ts'
import type { PersonKey } from './person-key.ts'

const bodyLabel = Buffer.from('countersign/1 body', 'utf8')

// One answer hashes many items of one subject: the derived key lives as long as the unwrapped key it came from.
const derived = new WeakMap<PersonKey, HmacKey>()

/**
 * The `content_hash` of a disclosed item, 64 hexadecimal digits, under the key of its data subject: who holds that key
 * can check what left, and once the key is destroyed nobody can guess at it.
 * @param content the item as it leaves, in every field released
 * @throws CanonicalJsonError when the content is not what JSON with integers can say
 */
export function contentHash(subject: PersonKey, kind: ItemKind, id: string, content: RecordValue): string {
  const key = derived.get(subject) ?? hmacKey(deriveKey(subject.secret, 'content hash'))
  derived.set(subject, key)
  return hex(hmac(key, frame(kind), frame(id), Buffer.from(canonicalJson(content), 'utf8')))
}

/**
 * The `body_hash` of a delivery, 64 hexadecimal digits, under its delivery chain: the partner, who holds that chain's key,
 * can check it over the bytes it got.
 */
export function bodyHash(chain: Chain, body: Uint8Array): string {
  return hex(hmac(chain.salts, bodyLabel, body))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
