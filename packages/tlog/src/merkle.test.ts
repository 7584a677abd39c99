// The compact head against a naive reading of RFC 6962 §2.1, at every small size and in random batches.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  append,
  emptyHead,
  encodePeaks,
  type Head,
  HeadError,
  leafHash,
  nodeHash,
  parseHead,
  rootOf,
} from './merkle.ts'

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

// MTH as the RFC defines it: split at the largest power of two smaller than n.
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) return createHash('sha256').digest()
  if (leaves.length === 1) return createHash('sha256').update(Uint8Array.of(0)).update(first).digest()
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const [left, right] = [naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))]
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest()
}

const leaves = Array.from({ length: 300 }, (_, i) => Buffer.from(`leaf ${i}`))
const hashes = leaves.map((leaf) => leafHash(leaf, sha256))

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof HeadError) return error.code
    throw error
  }
  return 'accepted'
}

describe('heads', () => {
  it('refuse stored peaks that do not fit the size', () => {
    for (let size = 0; size <= 300; size++) {
      const count = size.toString(2).replaceAll('0', '').length
      for (const length of [count * 32 - 1, count * 32 + 1, (count + 1) * 32]) {
        if (length >= 0) expect(codeOf(() => parseHead(size, new Uint8Array(length)))).toBe('peaks')
      }
    }
  })

  it('refuse sizes that are no safe integers, and hashes that are not 32 bytes', () => {
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(codeOf(() => parseHead(size, new Uint8Array(0)))).toBe('size')
    }
    expect(codeOf(() => append(emptyHead, [new Uint8Array(31)], sha256))).toBe('hash')
    const full = parseHead(Number.MAX_SAFE_INTEGER, new Uint8Array(53 * 32))
    expect(codeOf(() => append(full, [new Uint8Array(32)], sha256))).toBe('size')
    expect(codeOf(() => append({ size: 1, peaks: [] }, [new Uint8Array(32)], sha256))).toBe('peaks')
  })

  it('hash as RFC 6962 §2.1 says', () => {
    expect(hex(rootOf(emptyHead, sha256))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    expect(hex(leafHash(new Uint8Array(0), sha256))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(hex(nodeHash(Buffer.from('N123'), Buffer.from('N456'), sha256))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    )
  })

  it('hash leaves of any length, whatever was hashed before', () => {
    for (const size of [5_000, 1_024, 1_023, 90, 0, 1_023]) {
      const data = Buffer.alloc(size, size % 251)
      const expected = createHash('sha256').update(Uint8Array.of(0)).update(data).digest('hex')
      expect(hex(leafHash(data, sha256))).toBe(expected)
    }
  })

  it('have the root of the naive tree at every size to 300, one leaf at a time', () => {
    let head: Head = emptyHead
    for (let size = 0; size <= 300; size++) {
      expect(head.size).toBe(size)
      expect(hex(rootOf(head, sha256))).toBe(hex(naiveRoot(leaves.slice(0, size))))
      const stored = encodePeaks(head)
      expect(parseHead(size, stored)).toEqual({ size, peaks: head.peaks.map((peak) => new Uint8Array(peak)) })
      head = append(head, hashes.slice(size, size + 1), sha256)
    }
  })

  it('do not depend on how leaves are batched or on being stored between batches', () => {
    const cuts = fc
      .array(fc.nat(300), { maxLength: 12 })
      .map((points) => [0, ...points.sort((a, b) => a - b)])
    fc.assert(
      fc.property(cuts, (points) => {
        let head: Head = emptyHead
        for (const [i, from] of points.entries()) {
          const next = append(head, hashes.slice(from, points[i + 1] ?? from), sha256)
          head = parseHead(next.size, encodePeaks(next))
        }
        expect(hex(rootOf(head, sha256))).toBe(hex(naiveRoot(leaves.slice(0, head.size))))
      }),
      { numRuns: 200 },
    )
  })

  it('are not changed by appending, nor by the buffer they were read from', () => {
    const head = append(emptyHead, hashes.slice(0, 7), sha256)
    const root = hex(rootOf(head, sha256))
    append(head, hashes.slice(7, 20), sha256)
    expect(hex(rootOf(head, sha256))).toBe(root)
    const buffer = encodePeaks(head)
    const read = parseHead(7, buffer)
    buffer.fill(0)
    expect(hex(rootOf(read, sha256))).toBe(root)
  })

  it('change their root when any leaf or their order changes', () => {
    const root = hex(rootOf(append(emptyHead, hashes.slice(0, 13), sha256), sha256))
    for (let i = 0; i < 13; i++) {
      const changed = hashes.slice(0, 13)
      changed[i] = Buffer.from(hashes[i] ?? []).map((byte, at) => (at === i ? byte ^ 1 : byte))
      expect(hex(rootOf(append(emptyHead, changed, sha256), sha256))).not.toBe(root)
    }
    const swapped = [hashes[1], hashes[0], ...hashes.slice(2, 13)].filter((hash) => hash !== undefined)
    expect(hex(rootOf(append(emptyHead, swapped, sha256), sha256))).not.toBe(root)
  })
})
