// Sealing: what does not fit is refused, and the bytes are those of a commitment computed step by step from the document.
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import {
  CanonicalJsonError,
  type LedgerRecord,
  type PartnerId,
  type PersonId,
  type RecordOf,
} from '@countersign/protocol'
import { parseLeaf } from '@countersign/tlog'
import { describe, expect, it } from 'vitest'
import { deliveryChain, personChain, registerChain } from './chain.ts'
import { CommitError, sealRecord } from './commit.ts'
import type { PersonKey } from './person-key.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const person: PersonId = 'person_01900000000070008000000000000001'
const partner: PartnerId = 'partner_01900000000070008000000000000002'
const key: PersonKey = { person, secret: new Uint8Array(32).fill(7) }
const self = personChain(key, 1, 'self')

const switched: RecordOf<'switch_set'> = { kind: 'switch_set', at: 1_700_000_000_000, person, on: true }
const delivered: RecordOf<'delivery'> = {
  kind: 'delivery',
  at: 1_700_000_000_000,
  decision: 'decision_01900000000070008000000000000003',
  subject: 'a1',
  n: 1,
  items: 10,
  body_hash: 'ab'.repeat(32),
}
const suspended: RecordOf<'partner_suspended'> = {
  kind: 'partner_suspended',
  at: 1,
  partner,
  suspended: true,
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof CommitError || error instanceof CanonicalJsonError) return error.code
    throw error
  }
  return 'accepted'
}

describe('the text of a sealed record', () => {
  it('is the record on one line, whatever its values hold', () => {
    const odd: RecordOf<'delivery'> = { ...delivered, subject: 'a\n"\r\u2028\\é' }
    const { text } = sealRecord(deliveryChain(key, 1, partner), 1, odd)
    expect(JSON.parse(text)).toEqual(odd)
    expect(text).not.toMatch(/[\n\r]/)
  })
})

describe('a record is not sealed', () => {
  it('in a chain of another kind', () => {
    expect(codeOf(() => sealRecord(personChain(key, 1, partner), 1, switched))).toBe('chain')
    expect(codeOf(() => sealRecord(deliveryChain(key, 1, partner), 1, switched))).toBe('chain')
    expect(codeOf(() => sealRecord(self, 1, delivered))).toBe('chain')
    expect(codeOf(() => sealRecord(self, 1, suspended))).toBe('chain')
    expect(codeOf(() => sealRecord(registerChain(1), 1, switched))).toBe('chain')
  })

  it('with a field missing, unknown or without a value', () => {
    const { on, ...without } = switched
    expect(on).toBe(true)
    for (const wrong of [
      without,
      { ...switched, note: 'x' },
      { ...without, off: false },
      { ...switched, on: undefined },
    ]) {
      expect(codeOf(() => sealRecord(self, 1, wrong as LedgerRecord))).toBe('fields')
    }
    expect(codeOf(() => sealRecord(self, 1, { ...switched, at: 0.5 }))).toBe('number')
  })

  it('when a delivery says another number than its own', () => {
    expect(codeOf(() => sealRecord(deliveryChain(key, 1, partner), 2, delivered))).toBe('number')
  })
})

describe('a sealed record', () => {
  it('is the commitment of the document, step by step', () => {
    const framed = (text: string): Buffer => Buffer.concat([Buffer.of(0, text.length), Buffer.from(text)])
    const derive = (...texts: string[]): Buffer =>
      Buffer.from(hkdfSync('sha256', key.secret, '', Buffer.concat(texts.map(framed)), 32))
    const sha = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
    const tag = createHmac('sha256', derive('countersign/1 person chain', '1', 'self'))
      .update('countersign/1 tag\0\0\0\0\0\0\0\x01')
      .digest()
    const saltKey = derive('countersign/1 person salts', '1', 'self')
    const secret = createHmac('sha256', saltKey).update('countersign/1 entry').update(tag).digest()
    const leaf = (name: string, json: string): Buffer => {
      const salt = sha(secret, framed(name))
      return sha(Buffer.of(0), salt, framed(name), Buffer.from(json))
    }
    const kindAt = sha(Buffer.of(1), leaf('kind', '"switch_set"'), leaf('at', '1700000000000'))
    const personOn = sha(Buffer.of(1), leaf('person', `"${person}"`), leaf('on', 'true'))
    const commit = sha(Buffer.of(1), kindAt, personOn)
    const sealed = sealRecord(self, 1, switched)
    expect(hex(sealed.tag)).toBe(hex(tag))
    expect(hex(sealed.commit)).toBe(hex(commit))
    expect(hex(sealed.leaf)).toBe(`0100${hex(tag)}${hex(commit)}`)
  })

  it('does not depend on the order its fields were written in', () => {
    const reversed = Object.fromEntries(Object.entries(switched).reverse()) as unknown as LedgerRecord
    expect(sealRecord(self, 1, reversed)).toEqual(sealRecord(self, 1, switched))
  })

  it('differs in every byte of meaning: chain, number, any field', () => {
    const commits = [
      sealRecord(self, 1, switched),
      sealRecord(self, 2, switched),
      sealRecord(self, 1, { ...switched, on: false }),
      sealRecord(self, 1, { ...switched, at: switched.at + 1 }),
      sealRecord(personChain(key, 2, 'self'), 1, switched),
    ].map((sealed) => hex(sealed.commit))
    expect(new Set(commits).size).toBe(commits.length)
  })

  it('is public by its type in the register alone', () => {
    expect(parseLeaf(sealRecord(registerChain(1), 1, suspended).leaf).type).toBe('register_event')
    expect(parseLeaf(sealRecord(deliveryChain(key, 1, partner), 1, delivered).leaf).type).toBe('entry')
  })

  it('does not drift', () => {
    expect({
      self: hex(sealRecord(self, 1, switched).leaf),
      delivery: hex(sealRecord(deliveryChain(key, 1, partner), 1, delivered).leaf),
      register: hex(sealRecord(registerChain(1), 1, suspended).leaf),
    }).toEqual({
      delivery:
        '01005a559bcaa34c90bbe32e16eac1714d018ec7050456f12d28bf344df9c7da6d2a7e005502fa14e94435c9b51e6507a56c3c34a8b32669284663877846b1d0a061',
      register:
        '0102fbc1fe07f7eef6ffacc915d73b0009d851008b867de1f7054c67163eacccdcffddabe9bab2e252d282a75be91082b4f6e54362410a36d38852dd708ebf1621c6',
      self: '0100b4e43f84140c92d12f02635c247cd2945e7e481f4f9d6d62616427796c7beb6027bc3c2e925cd4a56ab20e17513e8ed9141acc2acfff60095ca906c15fc07b31',
    })
  })
})
