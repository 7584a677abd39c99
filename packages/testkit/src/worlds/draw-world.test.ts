// Worlds come from their number alone, and what is in one is in no other.
import { describe, expect, it } from 'vitest'
import { throwDice } from './dice.ts'
import { drawCalls } from './draw-calls.ts'
import { drawWorld } from './draw-world.ts'

const idsOf = (text: string): readonly string[] => text.match(/[a-z]+_[0-9a-f]{32}/g) ?? []
const wordsOf = (text: string): readonly string[] => text.match(/ö[0-9a-z]{8}/g) ?? []

describe('a drawn world', () => {
  it('is the same again, with its calls', () => {
    const world = drawWorld(7, 3)
    expect(drawWorld(7, 3)).toEqual(world)
    expect(drawCalls(7, 3, world, 40)).toEqual(drawCalls(7, 3, world, 40))
  })

  it('is nothing but data', () => {
    const world = drawWorld(7, 3)
    expect(JSON.parse(JSON.stringify(world))).toEqual(world)
  })

  it('shares no id and no word with another of its seed', () => {
    const [one, other] = [drawWorld(7, 35), drawWorld(7, 36)].map((world) => JSON.stringify(world))
    for (const found of [idsOf, wordsOf]) {
      const there = new Set(found(other ?? ''))
      expect(found(one ?? '').length).toBeGreaterThan(20)
      expect(found(one ?? '').filter((name) => there.has(name))).toEqual([])
    }
  })

  it('is another for another seed', () => {
    expect(drawWorld(8, 3)).not.toEqual(drawWorld(7, 3))
  })
})

describe('dice', () => {
  it('keep to what is asked of them', () => {
    const dice = throwDice(1, 2)
    for (let i = 0; i < 1_000; i++) {
      expect(dice.below(3)).toBeLessThan(3)
      expect([4, 5, 6]).toContain(dice.between(4, 6))
      expect(
        dice.weighted([
          [0, 'never'],
          [1, 'always'],
        ] as const),
      ).toBe('always')
    }
    expect(dice.chance(0)).toBe(false)
    expect(dice.some([1, 2, 3], 1)).toEqual([1, 2, 3])
    expect(() => dice.pick([])).toThrow(RangeError)
  })

  it('fall about evenly', () => {
    const dice = throwDice(3, 4)
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 8_000; i++) {
      const face = dice.below(4)
      counts[face] = (counts[face] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200)
  })
})
