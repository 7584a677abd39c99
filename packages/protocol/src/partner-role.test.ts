// A role follows from facts, and no label makes one (PER-06).
import { expect, test } from 'vitest'
import { factsOf, roleOf } from './partner-role.ts'

const none = { ownPurpose: false, ownRetention: false, ownCustomers: false }
const write = { purpose: 'payment_receipts', verb: 'messages.write', fields: [] } as const

test('one fact of its own makes a third party', () => {
  expect(roleOf(none)).toBe('processor')
  for (const own of ['ownPurpose', 'ownRetention', 'ownCustomers'])
    expect([own, roleOf({ ...none, [own]: true })]).toEqual([own, 'third_party'])
})

test('a purpose nobody has on instructions counts, whatever a partner says', () => {
  expect(factsOf(none, [write])).toEqual(none)
  expect(factsOf(none, [write, { ...write, purpose: 'advertising' }])).toEqual({ ...none, ownPurpose: true })
})
