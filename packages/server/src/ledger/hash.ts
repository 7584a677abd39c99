// SHA-256, HMAC and HKDF in the forms the ledger uses: one-shot, framed, each derived key under a label of its own.
import { hash, hkdfSync } from 'node:crypto'

// Parts are put together here: a new buffer for each hash would cost half as much as the hash.
const room = Buffer.alloc(1024)

/**
 * SHA-256 of the parts one after the other. Taken through a binary string, which node:crypto answers several times as
 * fast as a buffer.
 */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const digest = Buffer.allocUnsafe(32)
  digest.write(hash('sha256', joined(parts), 'binary'), 'binary')
  return digest
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  let size = 0
  for (const part of parts) size += part.length
  if (size > room.length) return Buffer.concat(parts)
  let end = 0
  for (const part of parts) {
    room.set(part, end)
    end += part.length
  }
  return room.subarray(0, size)
}

/** An HMAC-SHA256 key made ready: its two padded blocks (RFC 2104 §4), so that each use costs two hashes. */
export interface HmacKey {
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

const BLOCK_SIZE = 64

/**
 * Makes a key of at most 64 bytes ready. @throws RangeError for a longer one: RFC 2104 would hash it first, and no key
 * of ours is that long.
 */
export function hmacKey(secret: Uint8Array): HmacKey {
  if (secret.length > BLOCK_SIZE) throw new RangeError(`an HMAC key here has at most ${BLOCK_SIZE} bytes`)
  const inner = Buffer.alloc(BLOCK_SIZE, 0x36)
  const outer = Buffer.alloc(BLOCK_SIZE, 0x5c)
  for (const [i, byte] of secret.entries()) {
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  return { inner, outer }
}

/**
 * HMAC-SHA256 of the parts one after the other; whoever passes several makes their boundaries unmistakable. Equal to
 * node's createHmac and three times cheaper, and the turnstile computes a dozen for each record.
 */
export function hmac(key: HmacKey, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(key.outer, sha256(key.inner, ...parts))
}

/** The UTF-8 bytes of `text` behind their length in two bytes, so that texts in a row cannot run into each other. */
export function frame(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * A 32-byte key for one use: HKDF-SHA256 (RFC 5869) with `info` = the label and each part of the context, framed. Keys
 * with different labels or contexts tell nothing of each other or of the secret.
 */
export function deriveKey(secret: Uint8Array, label: string, ...context: readonly string[]): Uint8Array {
  const info = Buffer.concat([`countersign/1 ${label}`, ...context].map(frame))
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), info, 32))
}
