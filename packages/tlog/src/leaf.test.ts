// The leaf's 66 bytes: refused when a single length, version or type is off, fixed by a vector otherwise.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeLeaf, LEAF_SIZE, LeafError, type LeafErrorCode, parseLeaf } from './leaf.ts'

const leaf = {
  type: 'entry',
  tag: new Uint8Array(32).fill(0xaa),
  commit: new Uint8Array(32).fill(0xbb),
} as const

function codeOf(bytes: Uint8Array): LeafErrorCode | 'accepted' {
  try {
    parseLeaf(bytes)
  } catch (error) {
    if (error instanceof LeafError) return error.code
    throw error
  }
  return 'accepted'
}

describe('leaves', () => {
  it('of another length, version or type are refused', () => {
    const bytes = encodeLeaf(leaf)
    for (const length of [0, 1, 2, 65]) expect(codeOf(bytes.slice(0, length))).toBe('length')
    expect(codeOf(Uint8Array.of(...bytes, 0))).toBe('length')
    for (let byte = 0; byte < 256; byte++) {
      expect(codeOf(bytes.with(0, byte))).toBe(byte === 1 ? 'accepted' : 'version')
      expect(codeOf(bytes.with(1, byte))).toBe(byte <= 2 ? 'accepted' : 'type')
    }
  })

  it('with a tag or commit that is not 32 bytes are not written', () => {
    expect(() => encodeLeaf({ ...leaf, tag: new Uint8Array(31) })).toThrow(LeafError)
    expect(() => encodeLeaf({ ...leaf, commit: new Uint8Array(33) })).toThrow(LeafError)
  })

  it('have one fixed form', () => {
    expect(Buffer.from(encodeLeaf(leaf)).toString('hex')).toBe(`0100${'aa'.repeat(32)}${'bb'.repeat(32)}`)
    expect(encodeLeaf({ ...leaf, type: 'map_root' })[1]).toBe(1)
    expect(encodeLeaf({ ...leaf, type: 'register_event' })[1]).toBe(2)
    expect(LEAF_SIZE).toBe(66)
  })

  it('come back from their bytes, and bytes from their leaf', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const any = fc.record({
      type: fc.constantFrom('entry', 'map_root', 'register_event'),
      tag: hash,
      commit: hash,
    })
    fc.assert(
      fc.property(any, (made) => {
        expect(parseLeaf(encodeLeaf(made))).toEqual(made)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 68 }), (bytes) => {
        if (codeOf(bytes) === 'accepted') expect(encodeLeaf(parseLeaf(bytes))).toEqual(bytes)
      }),
    )
  })
})
