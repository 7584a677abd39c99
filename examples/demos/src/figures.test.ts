// The checker of the demos: a wrong figure, and a table without figures, fail it.
import { describe, expect, it } from 'vitest'
import { collectFigures, exitCodeOf } from './figures.ts'

const silent = (): void => undefined

describe('figures', () => {
  it('fail a demo without a single figure', () => {
    expect(exitCodeOf(collectFigures(silent).all)).toBe(1)
  })

  it('fail a demo for one wrong figure among right ones', () => {
    const figures = collectFigures(silent)
    figures.equal('COP-01', 'texts', 8, 8)
    figures.equal('COP-01', 'texts of others', 0, 1)
    figures.equal('COP-01', 'texts', 8, 8)
    expect(figures.all.map(({ ok }) => ok)).toEqual([true, false, true])
    expect(exitCodeOf(figures.all)).toBe(1)
  })

  it('do not take words for a number, too few for enough, or too many for a bound', () => {
    const figures = collectFigures(silent)
    figures.equal('COP-01', 'texts', 8, '8')
    figures.atLeast('SUN-03', 'pages', 10, 9)
    figures.atLeast('SUN-03', 'pages', 10, Number.NaN)
    figures.atMost('WRT-04', 'receipts', 50, 51)
    figures.atMost('WRT-04', 'receipts', 50, Number.NaN)
    expect(figures.all.map(({ ok }) => ok)).toEqual([false, false, false, false, false])
  })

  it('pass a demo whose figures all hold, and tell each as it comes', () => {
    const told: string[] = []
    const figures = collectFigures(({ what, expected }) => told.push(`${what} ${expected}`))
    figures.equal('SUN-03', 'the next read', 'WITHDRAWN', 'WITHDRAWN')
    figures.atLeast('SUN-03', 'pages', 10, 10)
    figures.atMost('WRT-04', 'receipts', 50, 50)
    expect(told).toEqual(['the next read WITHDRAWN', 'pages ≥ 10', 'receipts ≤ 50'])
    expect(exitCodeOf(figures.all)).toBe(0)
  })
})
