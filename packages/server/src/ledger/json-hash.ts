// SHA-256 of a value in the one form RFC 8785 gives it.
import { hash } from 'node:crypto'
import { canonicalJson, type RecordValue } from '@countersign/protocol'

/** SHA-256 of a value's RFC 8785 text, 64 hexadecimal digits. @throws CanonicalJsonError */
export function jsonHash(value: RecordValue): string {
  return hash('sha256', canonicalJson(value), 'hex')
}
