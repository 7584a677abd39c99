// Chance without state: the n-th number of a stream is a function of seed, stream and n, so any row can be made alone.

/** What a number is drawn for; two streams have nothing to do with each other. */
export type Stream = number

/** A whole number in [0, 2^32): two rounds of the finalizer of MurmurHash3 over seed, stream and n. */
export function draw(seed: number, stream: Stream, n: number): number {
  return scramble(scramble(Math.imul(stream + 1, 0x9e3779b1) ^ seed) ^ Math.imul(n | 0, 0x85ebca77))
}

/** A number in [0, 1). */
export function unit(seed: number, stream: Stream, n: number): number {
  return draw(seed, stream, n) / 2 ** 32
}

/** The items in an order that the seed decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number, stream: Stream): readonly T[] {
  const left = [...items]
  const done: T[] = []
  while (left.length > 0)
    done.push(...left.splice(Math.floor(unit(seed, stream, left.length) * left.length), 1))
  return done
}

function scramble(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
