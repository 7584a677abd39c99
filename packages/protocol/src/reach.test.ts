// Bands: no count of people shows exactly (COP-08).
import { expect, test } from 'vitest'
import { reachBand } from './reach.ts'

test.each([
  [0, 'none'],
  [1, '1 to 10'],
  [10, '1 to 10'],
  [11, '11 to 100'],
  [1_000, '101 to 1,000'],
  [1_000_001, 'more than 1,000,000'],
])('%i people are “%s”', (people, band) => {
  expect(reachBand(people)).toBe(band)
})
