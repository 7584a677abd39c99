// Chance from a seed: a small fast generator, so that a world is drawn again by its number alone.

/** Draws that depend on the seed and on nothing else. */
export interface Dice {
  /** A whole number from 0 to `n` - 1. */
  below(n: number): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of them. @throws RangeError when there is none */
  pick<T>(all: readonly T[]): T
  /** One of them, each as often as its weight says. */
  weighted<T>(all: readonly (readonly [weight: number, value: T])[]): T
  /** Each of them with this probability, in their order. */
  some<T>(all: readonly T[], probability: number): T[]
}

/** Dice for a seed and the number of what is drawn from it (both taken modulo 2^32): sfc32, warmed up. */
export function throwDice(seed: number, n: number): Dice {
  const next = sfc32(seed, n)
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound)
  const chance = (probability: number): boolean => next() < probability * 2 ** 32
  return {
    below,
    chance,
    between: (low, high) => low + below(high - low + 1),
    pick(all) {
      if (all.length === 0) throw new RangeError('nothing to pick from')
      return all[below(all.length)] as (typeof all)[number]
    },
    weighted(all) {
      let left = below(all.reduce((sum, [weight]) => sum + weight, 0))
      for (const [weight, value] of all) {
        left -= weight
        if (left < 0) return value
      }
      throw new RangeError('nothing to pick from')
    },
    some: (all, probability) => all.filter(() => chance(probability)),
  }
}

function sfc32(seed: number, n: number): () => number {
  let a = seed >>> 0
  let b = n >>> 0
  let c = 0x9e3779b9
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  return next
}
