// Chains and their tags, fixed by vectors computed another way, and apart from each other in every argument.
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import type { PartnerId, PersonId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import {
  deliveryChain,
  deliveryChainFrom,
  deliveryChainKey,
  entrySecret,
  personChain,
  personChainKey,
  registerChain,
  saltOf,
  tagOf,
} from './chain.ts'
import { keyCommitment, type PersonKey } from './person-key.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const person: PersonId = 'person_01900000000070008000000000000001'
const partner: PartnerId = 'partner_01900000000070008000000000000002'
const key: PersonKey = { person, secret: new Uint8Array(32).fill(7) }

function framed(...texts: string[]): Buffer {
  return Buffer.concat(texts.flatMap((text) => [Buffer.of(0, text.length), Buffer.from(text)]))
}
const derive = (secret: Uint8Array, ...texts: string[]): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', framed(...texts), 32))

describe('chains', () => {
  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('have no entry %s', (n) => {
    expect(() => tagOf(personChain(key, 1, 'self'), n)).toThrow(RangeError)
  })

  it('differ in person, log, partner and kind: no tag of one is a tag of another', () => {
    const chains = [
      personChain(key, 1, 'self'),
      personChain(key, 1, partner),
      personChain(key, 2, partner),
      personChain({ person, secret: new Uint8Array(32).fill(8) }, 1, partner),
      deliveryChain(key, 1, partner),
      deliveryChain(key, 2, partner),
      registerChain(1),
      registerChain(2),
    ]
    const tags = chains.flatMap((chain) => [1, 2, 3].map((n) => hex(tagOf(chain, n))))
    expect(new Set(tags).size).toBe(24)
    const salts = chains.flatMap((chain) =>
      [1, 2].map((n) => hex(entrySecret(chain, new Uint8Array(32).fill(n)))),
    )
    expect(new Set(salts).size).toBe(16)
  })

  it('give their tags by the chain key alone, and their salts not by it', () => {
    const chainKey = personChainKey(key, 1, partner)
    const tag = createHmac('sha256', chainKey)
      .update('countersign/1 tag')
      .update(Buffer.from('0000000000000003', 'hex'))
    expect(hex(tagOf(personChain(key, 1, partner), 3))).toBe(tag.digest('hex'))
    const opened = deliveryChainFrom(chainKey)
    const own = personChain(key, 1, partner)
    expect(hex(entrySecret(opened, tagOf(own, 3)))).not.toBe(hex(entrySecret(own, tagOf(own, 3))))
  })

  it('let the partner open deliveries with the delivery chain key alone', () => {
    const theirs = deliveryChainFrom(deliveryChainKey(key, 1, partner))
    expect(theirs).toEqual(deliveryChain(key, 1, partner))
  })

  it('do not drift', () => {
    const chainKey = derive(key.secret, 'countersign/1 person chain', '1', partner)
    expect(hex(personChainKey(key, 1, partner))).toBe(hex(chainKey))
    const deliveryKey = derive(key.secret, 'countersign/1 delivery chain', '1', partner)
    expect(hex(deliveryChainKey(key, 1, partner))).toBe(hex(deliveryKey))
    const salts = derive(deliveryKey, 'countersign/1 delivery salts')
    const secret = createHmac('sha256', salts)
      .update('countersign/1 entry')
      .update(Buffer.alloc(32, 9))
      .digest()
    expect(hex(entrySecret(deliveryChain(key, 1, partner), new Uint8Array(32).fill(9)))).toBe(hex(secret))
    const salt = createHash('sha256').update(secret).update(framed('at')).digest()
    expect(hex(saltOf(secret, framed('at')))).toBe(hex(salt))
    expect({
      self: hex(tagOf(personChain(key, 1, 'self'), 1)),
      partner: hex(tagOf(personChain(key, 1, partner), 1)),
      delivery: hex(tagOf(deliveryChain(key, 1, partner), 1)),
      register: hex(tagOf(registerChain(1), 1)),
      commitment: keyCommitment(key),
    }).toEqual({
      commitment: 'fb789c1d68d3a89442f0846eb962d841e6bff93798a596e29772cc825000d0a7',
      delivery: '5a559bcaa34c90bbe32e16eac1714d018ec7050456f12d28bf344df9c7da6d2a',
      partner: 'ad38c40e7c9ef35bbd691dcf14f23e74c47a7a3c9ac258d984b47b8ef926e1c8',
      register: 'fbc1fe07f7eef6ffacc915d73b0009d851008b867de1f7054c67163eacccdcff',
      self: 'b4e43f84140c92d12f02635c247cd2945e7e481f4f9d6d62616427796c7beb60',
    })
  })
})
