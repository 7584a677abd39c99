// Ratios of peers: noise that hits both of a block cancels, and the range says how sure one can be.
import { expect, test } from 'vitest'
import { median, ratioOf, spreadOf } from './statistics.ts'

test('the middle of an odd and of an even number of figures', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNaN()
  expect(median([Number.NaN, 5, 1, 3])).toBe(3)
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
})

test('a machine that is slow in some blocks does not change a ratio', () => {
  const slow = [1, 7, 2, 30]
  expect(
    ratioOf(
      slow.map((by) => [2 * by, by]),
      1,
    ),
  ).toEqual({ median: 2, low: 2, high: 2 })
})

test('blocks that disagree give a range that holds the median, the same for the same seed', () => {
  const pairs = [1, 2, 3, 4, 5, 6, 7].map((by) => [by, 1] as const)
  const ratio = ratioOf(pairs, 1)
  expect(ratio.median).toBe(4)
  expect(ratio.low).toBeLessThan(4)
  expect(ratio.high).toBeGreaterThan(4)
  expect(ratioOf(pairs, 1)).toEqual(ratio)
})
