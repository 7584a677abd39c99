// The dealing of kills: equally often, early, and the same for the same seed.
import { describe, expect, it } from 'vitest'
import { throwDice } from '../../worlds/dice.ts'
import { deal, moments, victims } from './deck.ts'

const names = (count: number, seed: number): readonly string[] =>
  deal(count, throwDice(seed, 0)).map(({ victim, moment }) => `${victim} ${moment}`)

describe.each([1, 2, 3, 4, 5])('with seed %i', (seed) => {
  it('45 kills are every combination once', () => {
    expect(new Set(names(45, seed)).size).toBe(moments.length * victims.length)
  })

  it('nine kills are every moment once, and every victim', () => {
    const cards = deal(9, throwDice(seed, 0))
    expect(new Set(cards.map(({ moment }) => moment)).size).toBe(9)
    expect(new Set(cards.map(({ victim }) => victim)).size).toBe(5)
  })

  it('five hundred kills differ by one in how often a combination comes', () => {
    const counts = new Map<string, number>()
    for (const name of names(500, seed)) counts.set(name, (counts.get(name) ?? 0) + 1)
    expect(new Set(counts.values())).toEqual(new Set([11, 12]))
  })

  it('they are the same again', () => expect(names(90, seed)).toEqual(names(90, seed)))
})

it('another seed deals otherwise', () => expect(names(40, 1)).not.toEqual(names(40, 2)))
