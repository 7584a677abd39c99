// Checkpoints: one spelling for each, refused otherwise, and opened only under the log's own signature.
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64 } from './bytes.ts'
import {
  CheckpointError,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
import { makeVerifierKey, NoteError } from './note.ts'

const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
const checkpoint = parseCheckpoint(`example.com/behind-the-sofa\n20852163\n${root}\n`)

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof CheckpointError || error instanceof NoteError) return error.code
    throw error
  }
  return 'accepted'
}

describe('checkpoint texts', () => {
  it.each([
    ['a leading zero', `a\n01\n${root}\n`, 'size'],
    ['a plus sign', `a\n+1\n${root}\n`, 'size'],
    ['a minus sign', `a\n-0\n${root}\n`, 'size'],
    ['a space before the size', `a\n 1\n${root}\n`, 'size'],
    ['a space after the size', `a\n1 \n${root}\n`, 'size'],
    ['an exponent', `a\n1e3\n${root}\n`, 'size'],
    ['a hexadecimal size', `a\n0x10\n${root}\n`, 'size'],
    ['no size', `a\n\n${root}\n`, 'size'],
    ['a size past 2^53-1', `a\n9007199254740992\n${root}\n`, 'size'],
    ['other digits', `a\n\u0661\n${root}\n`, 'size'],
    ['a short root', `a\n1\n${encodeBase64(new Uint8Array(31))}\n`, 'root'],
    ['a long root', `a\n1\n${encodeBase64(new Uint8Array(33))}\n`, 'root'],
    ['stray bits in the root', `a\n1\n${root.replace('2I=', '2J=')}\n`, 'root'],
    ['no padding', `a\n1\n${root.slice(0, -1)}\n`, 'root'],
    ['a space behind the root', `a\n1\n${root} \n`, 'root'],
    ['no origin', `\n1\n${root}\n`, 'origin'],
    ['two lines', 'a\n1\n', 'root'],
    ['no last newline', `a\n1\n${root}`, 'form'],
    ['nothing', '', 'form'],
    ['an empty extension', `a\n1\n${root}\n\n`, 'extension'],
    ['a carriage return', `a\r\n1\n${root}\n`, 'origin'],
    ['too much text', `a\n1\n${root}\n${'x'.repeat(100_000)}\n`, 'too_large'],
  ])('with %s are refused', (_, text, code) => {
    expect(codeOf(() => parseCheckpoint(text))).toBe(code)
  })

  it('that could not be read back are not written', () => {
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, origin: 'a\nb' }))).toBe('origin')
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, size: -1 }))).toBe('size')
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, size: 1.5 }))).toBe('size')
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, root: new Uint8Array(20) }))).toBe('root')
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, extensions: [''] }))).toBe('extension')
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, extensions: ['x'.repeat(100_000)] }))).toBe(
      'too_large',
    )
  })

  it('read the example of the specification, and the largest size', () => {
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      extensions: [],
    })
    expect(encodeBase64(checkpoint.root)).toBe(root)
    expect(parseCheckpoint(`a\n9007199254740991\n${root}\nmore\n`)).toMatchObject({
      size: Number.MAX_SAFE_INTEGER,
      extensions: ['more'],
    })
  })

  it('come back exactly, and fail only with their own error', () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 })
    const any = fc.record({
      origin: line,
      size: fc.oneof(fc.maxSafeNat(), fc.nat(3)),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      extensions: fc.array(line, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(any, (made) => {
        if (codeOf(() => formatCheckpoint(made)) === 'accepted') {
          expect(parseCheckpoint(formatCheckpoint(made))).toEqual(made)
        }
      }),
      { numRuns: 1000 },
    )
    const pieces = fc.array(fc.constantFrom('a', '\n', '0', '1', root, `${root}\n`, ' ', '+', '\u0085'), {
      maxLength: 10,
    })
    const texts = fc.oneof(
      pieces.map((list) => list.join('')),
      line,
      pieces.map((list) => `a\n1\n${list.join('')}`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        if (codeOf(() => parseCheckpoint(text)) === 'accepted') {
          expect(formatCheckpoint(parseCheckpoint(text))).toBe(text)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('signed checkpoints', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
  const key = makeVerifierKey(checkpoint.origin, raw, sha256)
  const signWith = (message: Uint8Array): Uint8Array => new Uint8Array(sign(null, message, privateKey))
  const verifyWith = (bytes: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') }
    return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
  }
  const signed = signCheckpoint(checkpoint, key, signWith)

  it('of another origin are neither signed nor opened', () => {
    const other = { ...checkpoint, origin: 'example.com/other' }
    expect(codeOf(() => signCheckpoint(other, key, signWith))).toBe('origin')
    const note = signCheckpoint(other, makeVerifierKey(other.origin, raw, sha256), signWith)
    expect(codeOf(() => openCheckpoint(note, key, verifyWith))).toBe('unsigned')
  })

  it('are refused when any one bit of them is flipped', () => {
    const bytes = new TextEncoder().encode(signed)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      expect(codeOf(() => openCheckpoint(flipped, key, verifyWith))).not.toBe('accepted')
    }
  })

  it('open to the checkpoint that was signed', () => {
    expect(openCheckpoint(signed, key, verifyWith)).toEqual(checkpoint)
  })
})
