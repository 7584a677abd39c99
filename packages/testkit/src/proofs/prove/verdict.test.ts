// A run proves something only when it is whole and all of it holds.
import { describe, expect, it } from 'vitest'
import { atLeast, equal, told } from '../figures.ts'
import { headline, verdictOf } from './verdict.ts'

const steps = [{ name: 'worlds' }, { name: 'races' }] as const
const good = [
  { name: 'worlds', figures: [equal('COP-01', 'hits', 0, 0), told('', 'seconds', 3)] },
  { name: 'races', figures: [atLeast('', 'reads', 10, 12)] },
] as const

describe('a run proves nothing', () => {
  it.each([
    ['with one figure that does not hold', [good[0], { name: 'races', figures: [equal('', 'stale', 0, 1)] }]],
    ['with a proof that gave no figures', [good[0], { name: 'races', figures: [] }]],
    ['with a proof that was not begun', [good[0]]],
    ['that promised nothing', steps.map(({ name }) => ({ name, figures: [told('', 'x', 1)] }))],
    ['without a proof', []],
  ] as const)('%s', (_what, proofs) => {
    expect(verdictOf(steps, proofs, false).held).toBe(false)
  })

  it('that was stopped, or of an empty plan', () => {
    expect(verdictOf(steps, good, true).held).toBe(false)
    expect(verdictOf([], [], false).held).toBe(false)
  })
})

it('says what came of it', () => {
  const say = (proofs: Parameters<typeof verdictOf>[1], stopped = false) =>
    headline(verdictOf(steps, proofs, stopped))
  expect(say(good)).toBe('All 2 promises held')
  expect(say(good, true)).toBe('Not proved: stopped early')
  expect(say([good[0]])).toBe('Not proved: races not finished')
  expect(say([good[0], { name: 'races', figures: [equal('', 'stale', 0, 1)] }])).toBe(
    '1 of 2 promises broken',
  )
})
