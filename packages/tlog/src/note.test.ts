// Signed notes: what is refused and why, the specification's own example, and fuzzing for other errors.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './bytes.ts'
import {
  formatNote,
  formatVerifierKey,
  MAX_NOTE_LENGTH,
  makeVerifierKey,
  NoteError,
  parseNote,
  parseVerifierKey,
  signText,
  verifyNote,
} from './note.ts'

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()

// The PKCS #8 wrapping of an Ed25519 seed (RFC 8410 §7).
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)])
const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
const publicKey = new Uint8Array(
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32),
)
const signWith = (message: Uint8Array): Uint8Array => new Uint8Array(sign(null, message, privateKey))

function ed25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof NoteError) return error.code
    throw error
  }
  return 'accepted'
}

const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const example = `This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`
const key = makeVerifierKey('log.example/1', publicKey, sha256)

describe('notes', () => {
  it.each([
    ['no empty line', 'text\n\u2014 a AAAAAAA=\n', 'form'],
    ['no signature', 'text\n\n', 'form'],
    ['no last newline', 'text\n\n\u2014 a AAAAAAA=', 'form'],
    ['a hyphen for the dash', 'text\n\n- a AAAAAAA=\n', 'form'],
    ['two spaces', 'text\n\n\u2014 a  AAAAAAA=\n', 'form'],
    ['something after', 'text\n\n\u2014 a AAAAAAA= b\n', 'form'],
    ['no name', 'text\n\n\u2014  AAAAAAA=\n', 'name'],
    ['a plus in the name', 'text\n\n\u2014 a+b AAAAAAA=\n', 'name'],
    ['a Unicode space in the name', 'text\n\n\u2014 a\u2003b AAAAAAA=\n', 'name'],
    ['no bytes behind the key id', 'text\n\n\u2014 a AAAAAA==\n', 'form'],
    ['missing padding', 'text\n\n\u2014 a AAAAAAA\n', 'form'],
    ['stray bits in the base64', 'text\n\n\u2014 a AAAAAAB=\n', 'form'],
    ['the URL alphabet', 'text\n\n\u2014 a AAAAAA-_\n', 'form'],
    ['a carriage return', 'text\r\n\n\u2014 a AAAAAAA=\n', 'encoding'],
    ['a tab', 'te\txt\n\n\u2014 a AAAAAAA=\n', 'encoding'],
    ['a lone surrogate', 'te\ud800xt\n\n\u2014 a AAAAAAA=\n', 'encoding'],
    ['invalid UTF-8', Uint8Array.of(0xff, 0x0a, 0x0a), 'encoding'],
    ['over-long UTF-8', Uint8Array.of(0xc0, 0x8a, 0x0a, 0x0a), 'encoding'],
    ['65 signatures', `text\n\n${'\u2014 a AAAAAAA=\n'.repeat(65)}`, 'too_large'],
    ['too many bytes', 'x'.repeat(MAX_NOTE_LENGTH + 1), 'too_large'],
  ])('with %s are refused', (_, note, code) => {
    expect(codeOf(() => parseNote(note))).toBe(code)
  })

  it('read and verify the example of the specification, as text and as bytes', () => {
    const trusted = parseVerifierKey(exampleKey, sha256)
    for (const input of [example, new TextEncoder().encode(example)]) {
      expect(verifyNote(parseNote(input), [trusted], ed25519)).toEqual({
        text: 'This is an example message.\n',
        signedBy: [trusted],
      })
    }
    expect(formatNote(parseNote(example))).toBe(example)
  })

  it('keep empty lines in the text: the last one divides', () => {
    expect(parseNote('a\n\nb\n\n\u2014 a AAAAAAA=\n').text).toBe('a\n\nb\n')
  })

  it('are refused when any one bit of them is flipped', () => {
    const trusted = parseVerifierKey(exampleKey, sha256)
    const bytes = new TextEncoder().encode(example)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      expect(codeOf(() => verifyNote(parseNote(flipped), [trusted], ed25519))).not.toBe('accepted')
    }
  })

  it('are unsigned without a trusted key, even under its name or its id', () => {
    const note = { text: 'text\n', signatures: [signText('text\n', key, signWith)] }
    expect(codeOf(() => verifyNote(note, [], ed25519))).toBe('unsigned')
    expect(codeOf(() => verifyNote(note, [{ ...key, name: 'other' }], ed25519))).toBe('unsigned')
    expect(codeOf(() => verifyNote(note, [{ ...key, keyId: 1 }], ed25519))).toBe('unsigned')
  })

  it('are refused for one bad signature of a trusted key, whatever else is on them', () => {
    const good = signText('text\n', key, signWith)
    const bad = { ...good, signature: good.signature.with(0, (good.signature[0] ?? 0) ^ 1) }
    const short = { ...good, signature: good.signature.slice(1) }
    for (const wrong of [bad, short]) {
      expect(codeOf(() => verifyNote({ text: 'text\n', signatures: [good, wrong] }, [key], ed25519))).toBe(
        'bad_signature',
      )
    }
    const stranger = { name: 'witness.example', keyId: 7, signature: Uint8Array.of(1) }
    expect(
      verifyNote({ text: 'text\n', signatures: [stranger, good, good] }, [key], ed25519).signedBy,
    ).toEqual([key])
  })

  it('that cannot be read back are not written', () => {
    const signature = { name: 'a', keyId: 0, signature: Uint8Array.of(1) }
    expect(codeOf(() => formatNote({ text: 'text', signatures: [signature] }))).toBe('form')
    expect(codeOf(() => formatNote({ text: 'text\n', signatures: [] }))).toBe('form')
    expect(codeOf(() => formatNote({ text: 'te\u0000xt\n', signatures: [signature] }))).toBe('encoding')
    expect(codeOf(() => formatNote({ text: 't\n', signatures: [{ ...signature, name: 'a b' }] }))).toBe(
      'name',
    )
    expect(codeOf(() => formatNote({ text: 't\n', signatures: [{ ...signature, keyId: -1 }] }))).toBe('form')
    expect(
      codeOf(() => formatNote({ text: 't\n', signatures: [{ ...signature, signature: new Uint8Array() }] })),
    ).toBe('form')
  })

  it('come back exactly, and fail only with their own error', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    const keyId = fc.nat(0xffffffff)
    const line = fc.record({ name, keyId, signature: fc.uint8Array({ minLength: 1, maxLength: 80 }) })
    const any = fc.record({
      text: fc.string({ unit: 'binary' }),
      signatures: fc.array(line, { maxLength: 5 }),
    })
    fc.assert(
      fc.property(any, ({ text, signatures }) => {
        const note = { text: `${text}\n`, signatures }
        if (codeOf(() => formatNote(note)) === 'accepted') expect(parseNote(formatNote(note))).toEqual(note)
      }),
      { numRuns: 500 },
    )
    const pieces = fc.array(fc.constantFrom('a', '\n', '\n\n', '\u2014 ', 'a AAAAAAA=', ' ', '\ud800', '+'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((list) => list.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          if (codeOf(() => parseNote(text)) === 'accepted') expect(formatNote(parseNote(text))).toBe(text)
        },
      ),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void codeOf(() => parseNote(bytes))))
  })
})

describe('verifier keys', () => {
  it.each([
    ['another id', exampleKey.replace('530d903a', '530d903b'), 'verifier_key'],
    ['an id in capitals', exampleKey.replace('530d903a', '530D903A'), 'verifier_key'],
    ['a longer id', exampleKey.replace('530d903a', '0530d903a'), 'verifier_key'],
    ['no name', exampleKey.slice('example.com/foo'.length), 'verifier_key'],
    ['a space in the name', `a ${exampleKey}`, 'name'],
    ['another type', `a+00000000+${encodeBase64(new Uint8Array(33).fill(2))}`, 'verifier_key'],
    ['a short key', `a+00000000+${encodeBase64(new Uint8Array(32).fill(1))}`, 'verifier_key'],
    ['stray bits', `${exampleKey.slice(0, -2)}l=`, 'verifier_key'],
    ['endless length', 'a'.repeat(2_000_000), 'verifier_key'],
    ['nothing', '', 'verifier_key'],
  ])('with %s are refused', (_, text, code) => {
    expect(codeOf(() => parseVerifierKey(text, sha256))).toBe(code)
  })

  it('come back exactly, and fail only with their own error', () => {
    expect(formatVerifierKey(parseVerifierKey(exampleKey, sha256))).toBe(exampleKey)
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(key, (bytes) => {
        const made = makeVerifierKey('log.example/1', bytes, sha256)
        expect(parseVerifierKey(formatVerifierKey(made), sha256)).toEqual(made)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void codeOf(() => parseVerifierKey(text, sha256))),
    )
    expect(codeOf(() => makeVerifierKey('a', new Uint8Array(31), sha256))).toBe('verifier_key')
  })
})

describe('base64', () => {
  it('agrees with Node for every length, and reads nothing but its own form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        const text = Buffer.from(data).toString('base64')
        expect(encodeBase64(data)).toBe(text)
        expect(decodeBase64(text)).toEqual(data)
      }),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const data = decodeBase64(text)
        if (data !== undefined) expect(encodeBase64(data)).toBe(text)
      }),
    )
  })
})
