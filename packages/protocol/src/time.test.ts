// Intervals are closed at the start and open at the end.
import { expect, test } from 'vitest'
import { within } from './time.ts'

test('an interval holds its start and not its end', () => {
  expect(within({ start: 10, end: 20 }, 9)).toBe(false)
  expect(within({ start: 10, end: 20 }, 10)).toBe(true)
  expect(within({ start: 10, end: 20 }, 19)).toBe(true)
  expect(within({ start: 10, end: 20 }, 20)).toBe(false)
  expect(within({ start: 10, end: null }, Number.MAX_SAFE_INTEGER)).toBe(true)
})
