// The Merkle tree of RFC 6962 §2.1: leaf and node hashes, and the append-only head as a compact range of peaks.
import { concatBytes, HASH_SIZE, type Sha256 } from './bytes.ts'

/**
 * A tree of `size` leaves, cut down to what appending and the root need: one peak for each bit of `size` that is set,
 * the largest (leftmost) subtree first.
 */
export interface Head {
  /** Number of leaves; a safe integer, at least 0. */
  readonly size: number
  readonly peaks: readonly Uint8Array[]
}

/** Why a head was refused. */
export type HeadErrorCode = 'size' | 'peaks' | 'hash'

/** A stored head, or a hash to append, that cannot be right. */
export class HeadError extends Error {
  override readonly name = 'HeadError'
  readonly code: HeadErrorCode

  constructor(code: HeadErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The head of the tree without leaves. */
export const emptyHead: Head = { size: 0, peaks: [] }

/** SHA-256(0x00 ‖ data), the hash of one leaf (RFC 6962 §2.1). */
export function leafHash(data: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(prefixed(0x00, data))
}

/** SHA-256(0x01 ‖ left ‖ right), the hash of an inner node (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(prefixed(0x01, left, right))
}

const room = new Uint8Array(1024)
const nothing: Uint8Array = new Uint8Array(0)

/** What is to be hashed, put together in one place for all: a new array each time would cost more than its hash. */
function prefixed(prefix: number, left: Uint8Array, right = nothing): Uint8Array {
  const size = 1 + left.length + right.length
  const input = size <= room.length ? room.subarray(0, size) : new Uint8Array(size)
  input[0] = prefix
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return input
}

/**
 * The head with more leaves behind it; the head given is unchanged. Costs under two hashes a leaf.
 * @param leafHashes what `leafHash` gave for each new leaf, in order
 * @throws HeadError `hash` when one is not 32 bytes, `size` when the tree would outgrow safe integers
 */
export function append(head: Head, leafHashes: readonly Uint8Array[], sha256: Sha256): Head {
  if (!Number.isSafeInteger(head.size + leafHashes.length)) throw new HeadError('size', 'the tree is full')
  const peaks = [...head.peaks]
  let size = head.size
  for (const leaf of leafHashes) {
    if (leaf.length !== HASH_SIZE)
      throw new HeadError('hash', `a leaf hash has ${leaf.length} bytes, not ${HASH_SIZE}`)
    let peak = leaf
    // Each trailing 1 bit of the old size is a complete subtree as large as the one being carried: they merge.
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = peaks.pop()
      if (left === undefined) throw new HeadError('peaks', `a head of ${head.size} leaves lacks peaks`)
      peak = nodeHash(left, peak, sha256)
    }
    peaks.push(peak)
    size += 1
  }
  return { size, peaks }
}

/** The root hash, MTH of RFC 6962 §2.1; for the empty tree SHA-256 of nothing. */
export function rootOf(head: Head, sha256: Sha256): Uint8Array {
  const last = head.peaks.at(-1)
  if (last === undefined) return sha256(new Uint8Array(0))
  return head.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, sha256), last)
}

/** The peaks as stored: 32 bytes each, largest subtree first, nothing between. */
export function encodePeaks(head: Head): Uint8Array {
  return concatBytes(...head.peaks)
}

/**
 * The head of `size` leaves from the bytes `encodePeaks` wrote.
 * @throws HeadError `size` when it is no safe integer from 0, `peaks` when the length does not fit the size
 */
export function parseHead(size: number, peaks: Uint8Array): Head {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new HeadError('size', `a tree cannot have ${size} leaves`)
  const count = bitsSet(size)
  if (peaks.length !== count * HASH_SIZE) {
    throw new HeadError(
      'peaks',
      `${size} leaves need ${count * HASH_SIZE} bytes of peaks, not ${peaks.length}`,
    )
  }
  // Copies, so that a buffer the caller reuses cannot change the head.
  return {
    size,
    peaks: Array.from({ length: count }, (_, i) => peaks.slice(i * HASH_SIZE, (i + 1) * HASH_SIZE)),
  }
}

// Bitwise operators stop at 32 bits; sizes go to 53.
function bitsSet(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
