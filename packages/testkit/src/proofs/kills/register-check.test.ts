// Hand-made histories of a switch: right ones pass, each way of losing, doubling or inventing an act is named.
import { describe, expect, it } from 'vitest'
import { openJournal, possibleStates, type Register } from './journal.ts'
import { checkRegister } from './register-check.ts'

type Act = readonly [state: string, ackedAt: number | undefined]

/** Acts begin at 10, 20, 30 … */
function switchWith(
  acts: readonly Act[],
  repeats: 'enters again' | 'enters nothing' = 'enters nothing',
): Register {
  const register = openJournal().register({ name: 'switch', before: 'off', repeats: () => repeats })
  for (const [i, [state, ackedAt]] of acts.entries())
    register.writes.push({ state, entry: state, began: 10 * (i + 1), ackedAt })
  return register
}

const look = (acts: readonly Act[], entered: readonly string[], row: string | undefined): string =>
  checkRegister(switchWith(acts)).look(entered, row, 1_000, 1_001).join('; ')

describe('a history that holds', () => {
  it.each<[string, readonly Act[], readonly string[], string]>([
    ['nothing happened', [], [], 'off'],
    [
      'all acknowledged',
      [
        ['on', 15],
        ['off', 25],
      ],
      ['on', 'off'],
      'off',
    ],
    [
      'an unknown one happened',
      [
        ['on', 15],
        ['off', undefined],
      ],
      ['on', 'off'],
      'off',
    ],
    [
      'an unknown one did not',
      [
        ['on', 15],
        ['off', undefined],
      ],
      ['on'],
      'on',
    ],
    [
      'an unknown one, then the same again',
      [
        ['on', undefined],
        ['on', 25],
      ],
      ['on'],
      'on',
    ],
  ])('%s', (_, acts, entered, row) => expect(look(acts, entered, row)).toBe(''))
})

describe('a history that does not', () => {
  it.each<[string, readonly Act[], readonly string[], string | undefined, string]>([
    ['an acknowledged act is gone', [['on', 15]], [], 'off', 'something acknowledged was never entered'],
    ['its entry is gone', [['on', 15]], [], 'on', 'something acknowledged was never entered'],
    ['its row is gone back', [['on', 15]], ['on'], 'off', 'its row says off, it can only be on'],
    ['it was entered twice', [['on', 15]], ['on', 'on'], 'on', 'is of no act'],
    [
      'a retry was entered twice',
      [
        ['on', undefined],
        ['on', 25],
      ],
      ['on', 'on', 'on'],
      'on',
      'is of no act',
    ],
    ['an entry nobody made', [['on', 15]], ['on', 'off'], 'off', 'is of no act'],
    ['half an unknown act: the row alone', [['on', undefined]], [], 'on', 'its row says on, the ledger off'],
    [
      'half an unknown act: the entry alone',
      [['on', undefined]],
      ['on'],
      'off',
      'its row says off, the ledger on',
    ],
    [
      'the order is not the order of the acts',
      [
        ['on', 15],
        ['off', 25],
      ],
      ['off', 'on'],
      'on',
      'not in its order',
    ],
    ['the row is gone', [['on', 15]], ['on'], undefined, 'its row is gone'],
  ])('%s', (_, acts, entered, row, said) => expect(look(acts, entered, row)).toContain(said))

  it('is found too when it was right before', () => {
    const check = checkRegister(
      switchWith([
        ['on', 15],
        ['off', 25],
        ['on', undefined],
      ]),
    )
    expect(check.look(['on', 'off'], 'off', 1_000, 1_001)).toEqual([])
    expect(check.look(['on', 'off', 'on'], 'on', 2_000, 2_001)).toEqual([])
    expect(check.look(['on', 'off', 'on', 'on'], 'on', 3_000, 3_001).join()).toContain('is of no act')
  })
})

describe('what a register can have been', () => {
  const register = switchWith([
    ['on', 15],
    ['off', undefined],
    ['on', 35],
  ])
  it.each([
    [5, 6, ['off']],
    [5, 12, ['off', 'on']],
    [16, 17, ['on']],
    [16, 22, ['off', 'on']],
    [36, 40, ['on']],
  ] as const)('between %i and %i', (from, to, states) =>
    expect([...possibleStates(register, from, to)].sort()).toEqual(states),
  )
})
