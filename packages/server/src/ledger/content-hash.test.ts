// Content hashes: nobody without the key can tell which of two short texts it was.
import type { PartnerId, PersonId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { deliveryChain, deliveryChainFrom, deliveryChainKey } from './chain.ts'
import { bodyHash, contentHash } from './content-hash.ts'
import type { PersonKey } from './person-key.ts'

const person: PersonId = 'person_01900000000070008000000000000001'
const partner: PartnerId = 'partner_01900000000070008000000000000002'
const key: PersonKey = { person, secret: new Uint8Array(32).fill(7) }

describe('content hashes', () => {
  it('differ by subject, kind, id and content', () => {
    const other: PersonKey = { person, secret: new Uint8Array(32).fill(8) }
    const hashes = [
      contentHash(key, 'message', 'm1', { text: 'yes' }),
      contentHash(key, 'message', 'm1', { text: 'no' }),
      contentHash(key, 'message', 'm2', { text: 'yes' }),
      contentHash(key, 'reply', 'm1', { text: 'yes' }),
      contentHash(other, 'message', 'm1', { text: 'yes' }),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('are the same for the same content, whatever order its fields came in', () => {
    expect(contentHash(key, 'message', 'm1', { a: 1, b: 2 })).toBe(
      contentHash(key, 'message', 'm1', { b: 2, a: 1 }),
    )
  })

  it('of a body can be checked with the delivery chain key, and with no other', () => {
    const body = Buffer.from('{"items":[]}')
    const written = bodyHash(deliveryChain(key, 1, partner), body)
    expect(bodyHash(deliveryChainFrom(deliveryChainKey(key, 1, partner)), body)).toBe(written)
    expect(bodyHash(deliveryChainFrom(deliveryChainKey(key, 2, partner)), body)).not.toBe(written)
  })

  it('do not drift', () => {
    expect([
      contentHash(key, 'message', 'm1', { text: 'yes' }),
      bodyHash(deliveryChain(key, 1, partner), Buffer.from('{"items":[]}')),
    ]).toEqual([
      'f5923f0a943693bf7be11502af2df4c4d495d943c0d6d0079aab8e7f9c05c2e7',
      'b5fd57538ee79dd53a65e045811ffae21386e4bb64881f117e3e4f50b3169d3b',
    ])
  })
})
