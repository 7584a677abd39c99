// Bytes and text in their one canonical form: RFC 4648 §4 base64 with padding, and UTF-8 without surprises.

/**
 * SHA-256 of `data`, 32 bytes, in memory of its own. Supplied by the caller: Node's in the server, a JavaScript one in a
 * browser. It is done with `data` when it returns, for what is hashed next is written over it.
 */
export type Sha256 = (data: Uint8Array) => Uint8Array

/** The length of a SHA-256 digest in bytes. */
export const HASH_SIZE = 32

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Map(Array.from(alphabet, (char, value) => [char, value]))
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The parts one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Whether both hold the same bytes. Not for secrets: it stops at the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Base64 of RFC 4648 §4, padded. */
export function encodeBase64(data: Uint8Array): string {
  let text = ''
  for (let i = 0; i < data.length; i += 3) {
    const group = ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0)
    for (let place = 0; place < 4; place++) {
      text += i + place > data.length ? '=' : (alphabet[(group >> (18 - 6 * place)) & 63] ?? '')
    }
  }
  return text
}

/**
 * The bytes of base64 text in exactly the form `encodeBase64` writes, else undefined. Missing padding, line breaks,
 * the URL alphabet and stray bits in the last character are refused: each would give one value several spellings.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const data = new Uint8Array((text.length / 4) * 3 - padding)
  let bits = 0
  let held = 0
  let at = 0
  for (const char of text.slice(0, text.length - padding)) {
    const sextet = sextets.get(char)
    if (sextet === undefined) return undefined
    bits = ((bits << 6) | sextet) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      data[at++] = (bits >> held) & 0xff
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? data : undefined
}

/** The UTF-8 bytes of well-formed text; the caller has checked `isWellFormed()`. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The text of valid UTF-8, a byte order mark kept as the character it is; undefined for anything else. */
export function decodeUtf8(data: Uint8Array): string | undefined {
  try {
    return decoder.decode(data)
  } catch {
    return undefined
  }
}
