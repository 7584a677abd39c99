// The clock of a throwaway server runs, stands and goes ahead; never back.
import { describe, expect, it } from 'vitest'
import { movableClock } from './movable-clock.ts'

const from = Date.UTC(2015, 9, 30)

describe('movableClock', () => {
  it('refuses to go back, and stays where it was', () => {
    const clock = movableClock(from)
    clock.moveTo(from + 60_000, 'stands')
    expect(() => clock.moveTo(from + 59_999, 'runs')).toThrow(RangeError)
    expect(clock.now()).toBe(from + 60_000)
  })

  it('stands at an instant, for decisions too, whatever the database says', async () => {
    const clock = movableClock(from)
    clock.moveTo(from + 60_000, 'stands')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect([clock.now(), clock.decisionTime(0), clock.decisionTime(Date.now())]).toEqual(
      Array(3).fill(from + 60_000),
    )
  })

  it('runs from where it was put, in whole milliseconds', async () => {
    const clock = movableClock(from)
    clock.moveTo(from + 60_000, 'stands')
    clock.moveTo(from + 60_000, 'runs')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.now()).toBeGreaterThan(from + 60_000)
    expect(Number.isInteger(clock.now())).toBe(true)
  })
})
