// RFC 8785 (JSON Canonicalization Scheme) for what a ledger record may hold: one value, one text.
import type { RecordValue } from './ledger-records.ts'

/** Why a value has no canonical text here. */
export type CanonicalJsonErrorCode = 'type' | 'number' | 'text' | 'depth'

/** A value that may not stand in a record; the text names the place, never the value. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError'
  readonly code: CanonicalJsonErrorCode

  constructor(code: CanonicalJsonErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

const MAX_DEPTH = 8

/**
 * The RFC 8785 text of a value. Members are sorted by UTF-16 code units (§3.2.3). Numbers are safe integers, so that no
 * reader's rounding matters; anything else is refused rather than converted.
 * @throws CanonicalJsonError
 */
export function canonicalJson(value: RecordValue, depth = 0): string {
  if (depth > MAX_DEPTH) throw new CanonicalJsonError('depth', `values may be nested ${MAX_DEPTH} deep`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalText(value)
  // Array.from, because map would step over the holes of a sparse array instead of refusing them.
  if (isList(value)) return `[${Array.from(value, (item) => canonicalJson(item, depth + 1)).join(',')}]`
  if (!isPlain(value))
    throw new CanonicalJsonError('type', 'a record holds texts, integers, booleans, null, lists, objects')
  const names = Object.keys(value).sort()
  const members = names.map(
    (name) => `${canonicalText(name)}:${canonicalJson(value[name] as RecordValue, depth + 1)}`,
  )
  return `{${members.join(',')}}`
}

function canonicalNumber(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new CanonicalJsonError('number', 'a number in a record must be a safe integer')
  return String(value)
}

// JSON.stringify escapes exactly as §3.2.2.2 asks, except that it would write a lone surrogate instead of refusing it.
function canonicalText(value: string): string {
  if (!value.isWellFormed())
    throw new CanonicalJsonError('text', 'a text in a record must be well-formed Unicode')
  return JSON.stringify(value)
}

function isList(value: RecordValue): value is readonly RecordValue[] {
  return Array.isArray(value)
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
