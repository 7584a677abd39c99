// Identifiers parse in one form only and round-trip through the database's UUID.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, newId, parseId, uuidOf } from './ids.ts'

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
const time = fc.integer({ min: 0, max: 2 ** 47 })

test('an id of another kind, another case or another form is not an id', () => {
  const id = newId('grant', 1_700_000_000_000, new Uint8Array(10).fill(7))
  for (const wrong of [
    id.toUpperCase(),
    id.replace('grant', 'thread'),
    `${id}0`,
    id.slice(0, -1),
    uuidOf(id),
    ` ${id}`,
    7,
    null,
  ])
    expect(parseId('grant', wrong)).toBeUndefined()
  expect(parseId('grant', id)).toBe(id)
  expect(parseId('grant', id.replace(/_(.{12})7/, '_$14'))).toBeUndefined()
})

test('every new id parses, round-trips through its UUID and sorts by time', () => {
  fc.assert(
    fc.property(time, time, bytes, bytes, (a, b, first, second) => {
      const one = newId('person', a, first)
      const two = newId('person', b, second)
      expect(parseId('person', one)).toBe(one)
      expect(idOf('person', uuidOf(one))).toBe(one)
      if (a < b) expect(one < two).toBe(true)
    }),
  )
})
