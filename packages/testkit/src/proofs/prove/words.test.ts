// Numbers as people read them, and what only looks like one left alone.
import { expect, it } from 'vitest'
import { duration, groupedIn, percent } from './words.ts'

it.each([
  ['1000000', '1,000,000'],
  ['≥ 4000', '≥ 4,000'],
  ['12345, 999', '12,345, 999'],
  ['1204 (6 refused)', '1,204 (6 refused)'],
  ['2026-11-23', '2026-11-23'],
  ['15.1234', '15.1234'],
  ['person_12345', 'person_12345'],
])('%s is %s', (given, said) => {
  expect(groupedIn(given)).toBe(said)
})

it('times and shares', () => {
  expect([45, 89.4, 720, 3_900, 7_380].map(duration)).toEqual([
    '45 s',
    '89 s',
    '12 min',
    '65 min',
    '2 h 03 min',
  ])
  expect([percent(1, 8), percent(1, 1_000), percent(0, 5), percent(0, 0)]).toEqual([
    '12.5 %',
    '0.10 %',
    '0.0 %',
    '0.0 %',
  ])
})
