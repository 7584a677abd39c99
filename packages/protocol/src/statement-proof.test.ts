// Who signed: every flipped bit refuses, and so does another key, another person's statement, another page (design 007).
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesOf, deviceOf, vectorsIn } from './_statements.ts'
import { fromBase64url, joined, toBase64url, toHex } from './bytes.ts'
import { parseStatementText } from './parse-statement.ts'
import { isPublicKey, isSignedBy, keyName } from './person-key.ts'
import { statementBytes } from './statement.ts'
import {
  isProvenBy,
  parseProof,
  rawSignature,
  type StatementProof,
  statementHash,
} from './statement-proof.ts'

const vectors = vectorsIn(
  readFileSync(new URL('../../../vectors/statements/statements.json', import.meta.url), 'utf8'),
)
const vectorKey = deviceOf(vectors)
const { origin, passkey: signedByPasskey } = vectors
const party = signedByPasskey.relying_party
const passkey = { ...vectorKey, kind: 'passkey' } as const
const hash = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()

function proofOf(sent: Parameters<typeof parseProof>[0]): StatementProof {
  const proof = parseProof(sent)
  if (proof === undefined) throw new Error('no proof')
  return proof
}

function bytesFor(text: string): Uint8Array<ArrayBuffer> {
  const statement = parseStatementText(text)
  if (statement === undefined) throw new Error('no statement')
  return statementBytes(origin, statement)
}

/** Each way of flipping one bit of bytes. */
function* flips(bytes: Uint8Array, step = 1): Generator<Uint8Array<ArrayBuffer>> {
  for (let bit = 0; bit < bytes.length * 8; bit += step) {
    const flipped = new Uint8Array(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield flipped
  }
}

const [first, second] = vectors.statements as [(typeof vectors.statements)[0], (typeof vectors.statements)[0]]

describe('a device\u2019s signature', () => {
  const bytes = bytesFor(first.statement)
  const proof = proofOf(first)

  it('refuses every flipped bit of the statement, the signature and the key', async () => {
    for (const flipped of flips(bytes, 3))
      expect(await isProvenBy(vectorKey, flipped, proof, null)).toBe(false)
    for (const signature of flips(proof.signature))
      expect(await isProvenBy(vectorKey, bytes, { signature, passkey: null }, null)).toBe(false)
    for (const publicKey of flips(vectorKey.publicKey))
      expect(await isProvenBy({ kind: 'device', publicKey }, bytes, proof, null)).toBe(false)
  })

  it('refuses one of another statement, of another key, of no length of its own, and with parts of a passkey', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const other = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
    const beside = proofOf(signedByPasskey).passkey
    expect(await isProvenBy(vectorKey, bytesFor(second.statement), proof, null)).toBe(false)
    expect(await isProvenBy({ kind: 'device', publicKey: other }, bytes, proof, null)).toBe(false)
    for (const size of [0, 63, 65])
      expect(await isSignedBy(vectorKey.publicKey, new Uint8Array(size), bytes)).toBe(false)
    expect(await isProvenBy(vectorKey, bytes, { ...proof, passkey: beside }, party)).toBe(false)
    expect(await isProvenBy(passkey, bytes, proof, party)).toBe(false)
  })

  it('passes for every vector, and node:crypto says the same', async () => {
    const key = createPublicKey({ key: Buffer.from(vectorKey.publicKey), type: 'spki', format: 'der' })
    for (const one of vectors.statements) {
      const signed = bytesFor(one.statement)
      const { signature } = proofOf(one)
      expect(await isProvenBy(vectorKey, signed, proofOf(one), null)).toBe(true)
      expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
      const none = hash()
      const second = hash(hash(signed), hash(signature), none, none).toString('hex')
      expect(await statementHash(signed, proofOf(one))).toBe(one.statement_hash)
      expect(second).toBe(one.statement_hash)
    }
  })

  it('passes with either value of s: both are of the same statement', async () => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const s = BigInt(`0x${toHex(proof.signature.subarray(32))}`)
    const turned = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
    const signature = joined(proof.signature.subarray(0, 32), turned)
    expect(await isProvenBy(vectorKey, bytes, { signature, passkey: null }, null)).toBe(true)
  })
})

describe('a passkey\u2019s signature', () => {
  const bytes = bytesFor(signedByPasskey.statement)
  const proof = proofOf(signedByPasskey)
  const parts = proof.passkey as NonNullable<StatementProof['passkey']>

  it('refuses every flipped bit of every part', async () => {
    for (const flipped of flips(bytes, 3))
      expect(await isProvenBy(passkey, flipped, proof, party)).toBe(false)
    for (const signature of flips(proof.signature, 2))
      expect(await isProvenBy(passkey, bytes, { ...proof, signature }, party)).toBe(false)
    for (const authenticatorData of flips(parts.authenticatorData))
      expect(
        await isProvenBy(passkey, bytes, { ...proof, passkey: { ...parts, authenticatorData } }, party),
      ).toBe(false)
    for (const clientDataJson of flips(parts.clientDataJson))
      expect(
        await isProvenBy(passkey, bytes, { ...proof, passkey: { ...parts, clientDataJson } }, party),
      ).toBe(false)
  })

  it('refuses a holder not verified, another name, another page, a frame, another challenge or ceremony, however well signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = {
      kind: 'passkey',
      publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    } as const
    const client = {
      type: 'webauthn.get',
      challenge: toBase64url(hash(bytes)),
      origin: party.origin,
      crossOrigin: false,
    }
    const passes = (id: string, flags: number, more: object): Promise<boolean> => {
      const authenticatorData = joined(hash(Buffer.from(id)), Uint8Array.of(flags, 0, 0, 0, 1))
      const clientDataJson = new TextEncoder().encode(JSON.stringify({ ...client, ...more }))
      const der = sign('sha256', joined(authenticatorData, hash(clientDataJson)), privateKey)
      const signature = rawSignature(der) ?? new Uint8Array(0)
      return isProvenBy(key, bytes, { signature, passkey: { authenticatorData, clientDataJson } }, party)
    }
    expect(await passes(party.id, 0x05, {})).toBe(true)
    expect(await passes(party.id, 0x01, {})).toBe(false)
    expect(await passes(party.id, 0x04, {})).toBe(false)
    expect(await passes('evil.example', 0x05, {})).toBe(false)
    expect(await passes(party.id, 0x05, { origin: 'https://evil.example' })).toBe(false)
    expect(await passes(party.id, 0x05, { crossOrigin: true })).toBe(false)
    expect(await passes(party.id, 0x05, { type: 'webauthn.create' })).toBe(false)
    expect(await passes(party.id, 0x05, { challenge: toBase64url(hash(Buffer.from('other'))) })).toBe(false)
  })

  it('is none where the installation has no name', async () => {
    expect(await isProvenBy(passkey, bytes, proof, null)).toBe(false)
  })

  it('passes for the vector', async () => {
    expect(await isProvenBy(passkey, bytes, proof, party)).toBe(true)
    expect(await statementHash(bytes, proof)).toBe(signedByPasskey.statement_hash)
  })
})

describe('a signature in DER', () => {
  it('is r and s in their shortest forms, and nothing after', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    for (let i = 0; i < 200; i++) {
      const der = new Uint8Array(sign('sha256', Uint8Array.of(i), privateKey))
      const raw = rawSignature(der)
      expect(raw).toHaveLength(64)
      expect(rawSignature(joined(der, Uint8Array.of(0)))).toBeUndefined()
      expect(rawSignature(der.subarray(0, -1))).toBeUndefined()
    }
    const longer = Uint8Array.of(0x30, 0x07, 0x02, 0x02, 0x00, 0x01, 0x02, 0x01, 0x01)
    expect(rawSignature(longer)).toBeUndefined()
    expect(rawSignature(Uint8Array.of(0x30, 0x06, 0x02, 0x01, 0x81, 0x02, 0x01, 0x01))).toBeUndefined()
    expect(rawSignature(Uint8Array.of(0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01))).toHaveLength(64)
    expect(rawSignature(new Uint8Array(0))).toBeUndefined()
  })
})

describe('a public key', () => {
  it('is the one form of P-256, and a point of the curve', async () => {
    expect(await isPublicKey(vectorKey.publicKey)).toBe(true)
    expect(await keyName(vectorKey.publicKey)).toBe(vectors.key.name)
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    expect(await isPublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })))).toBe(false)
    expect(await isPublicKey(new Uint8Array(91))).toBe(false)
    expect(await isPublicKey(joined(vectorKey.publicKey.subarray(0, 27), new Uint8Array(64)))).toBe(false)
  })
})

describe('base64url', () => {
  it('has one text for each value', () => {
    for (let size = 0; size < 40; size++) {
      const bytes = new Uint8Array(size).map((_, i) => (i * 37 + size) & 0xff)
      expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
    }
    for (const text of ['A', 'AB', 'AA=', 'A+A=', 'AA\n', 'AAAAA'])
      expect(fromBase64url(text)).toBeUndefined()
    expect(bytesOf('AA')).toEqual(Uint8Array.of(0))
  })
})
