// The one-shot HMAC against node's own, HKDF against RFC 5869's construction, and framing.
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveKey, frame, hmac, hmacKey, sha256 } from './hash.ts'

const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 800, maxLength: 1_100 }))

describe('hashes', () => {
  it('refuse an HMAC key longer than a block, and a text too long to frame', () => {
    expect(() => hmacKey(new Uint8Array(65))).toThrow(RangeError)
    expect(() => frame('x'.repeat(65_536))).toThrow(RangeError)
  })

  it('agree with node for SHA-256 and HMAC', () => {
    fc.assert(
      fc.property(bytes, fc.uint8Array({ maxLength: 64 }), bytes, (data, secret, more) => {
        expect(Buffer.from(sha256(data))).toEqual(createHash('sha256').update(data).digest())
        const both = createHash('sha256').update(data).update(more).digest()
        expect(Buffer.from(sha256(data, more))).toEqual(both)
        const expected = createHmac('sha256', secret).update(data).update(more).digest()
        expect(Buffer.from(hmac(hmacKey(secret), data, more))).toEqual(expected)
      }),
    )
  })

  it('derive by HKDF with a framed label and context', () => {
    const secret = new Uint8Array(32).fill(1)
    const prk = createHmac('sha256', new Uint8Array(32)).update(secret).digest()
    const info = Buffer.from('\0\x13countersign/1 label\0\x01a\0\x02bc\x01', 'latin1')
    const expected = createHmac('sha256', prk).update(info).digest()
    expect(Buffer.from(deriveKey(secret, 'label', 'a', 'bc'))).toEqual(expected)
  })

  it('derive another key for every label and every way to cut the context', () => {
    const secret = new Uint8Array(32)
    const keys = [
      deriveKey(secret, 'a'),
      deriveKey(secret, 'b'),
      deriveKey(secret, 'a', 'bc'),
      deriveKey(secret, 'a', 'b', 'c'),
      deriveKey(secret, 'a', ''),
      deriveKey(new Uint8Array(32).fill(1), 'a'),
    ]
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(keys.length)
  })
})
