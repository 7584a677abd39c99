// The delivery chain: what goes on by one is silent, everything else is found once.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, noDeliveries, parseDisclosure } from './deliveries.ts'
import { UnexpectedAnswerError } from './errors.ts'

const disclosures = (...numbers: number[]) => numbers.map((n) => ({ subject: 'someone', n, index: n * 2 }))

describe('advance', () => {
  test.each([
    ['a number was left out before', 3, [5], { expected: 4, received: 5 }, 5],
    ['a number was left out inside', 3, [4, 6, 7], { expected: 5, received: 6 }, 7],
    ['a number came again', 3, [3], { expected: 4, received: 3 }, 3],
    ['numbers came out of order', 3, [5, 4], { expected: 4, received: 5 }, 5],
    ['the first delivery is not the first', 0, [2], { expected: 1, received: 2 }, 2],
  ])('finds that %s', (_, last, numbers, gap, now) => {
    expect(advance({ last }, disclosures(...numbers))).toEqual({ deliveries: { last: now }, gap })
  })

  test('is silent on any split of a whole chain, and finds any one number taken out of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 20 }), fc.nat(), (lengths, pick) => {
        let n = 0
        const answers = lengths.map((length) => disclosures(...Array.from({ length }, () => ++n)))
        const run = (list: typeof answers) =>
          list.reduce(
            ({ state, gaps }, answer) => {
              const { deliveries, gap } = advance(state, answer)
              return { state: deliveries, gaps: gap === null ? gaps : [...gaps, gap] }
            },
            { state: noDeliveries, gaps: [] as unknown[] },
          )
        expect(run(answers)).toEqual({ state: { last: n }, gaps: [] })
        if (n < 2) return
        const missing = (pick % (n - 1)) + 1
        const cut = answers.map((answer) => answer.filter((each) => each.n !== missing))
        expect(run(cut).gaps).toEqual([{ expected: missing, received: missing + 1 }])
      }),
    )
  })
})

test.each([
  null,
  7,
  {},
  { subject: 'a', n: '1', index: 0 },
  { subject: 'a', n: 1.5, index: 0 },
  { subject: 'a', n: -1, index: 0 },
])('parseDisclosure refuses %j', (value) => {
  expect(() => parseDisclosure(value)).toThrow(UnexpectedAnswerError)
})
