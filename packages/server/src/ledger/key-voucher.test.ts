// The code of a key that nobody endorsed: of one person, one row, computed here a second way (design 007).
import { createHmac, hkdfSync } from 'node:crypto'
import type { PersonId, SigningKey } from '@countersign/protocol'
import { expect, it } from 'vitest'
import { keyVoucher } from './key-voucher.ts'

const person = { person: 'person_1' as PersonId, secret: new Uint8Array(32).fill(7) }
const key = { name: 'ab'.repeat(32), kind: 'device', came: 'opened', since: 1_700_000_000_000 } as const

it('is another for whatever is changed of the row, and for another person', () => {
  const code = Buffer.from(keyVoucher(person, key)).toString('hex')
  const changed: readonly Pick<SigningKey, 'name' | 'kind' | 'came' | 'since'>[] = [
    { ...key, name: 'ac'.repeat(32) },
    { ...key, kind: 'passkey' },
    { ...key, came: 'test' },
    { ...key, since: key.since - 1 },
  ]
  for (const one of changed) expect(Buffer.from(keyVoucher(person, one)).toString('hex')).not.toBe(code)
  const other = { ...person, secret: new Uint8Array(32).fill(8) }
  expect(Buffer.from(keyVoucher(other, key)).toString('hex')).not.toBe(code)
})

it('is HMAC-SHA256 over four frames under a key of its own', () => {
  const frame = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)])
  const derived = hkdfSync('sha256', person.secret, '', frame('countersign/1 key voucher'), 32)
  const parts = [key.name, key.kind, key.came, String(key.since)].map(frame)
  const expected = createHmac('sha256', Buffer.from(derived)).update(Buffer.concat(parts)).digest('hex')
  expect(Buffer.from(keyVoucher(person, key)).toString('hex')).toBe(expected)
})
