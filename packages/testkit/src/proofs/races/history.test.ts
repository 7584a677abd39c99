// What a fact may have been, by histories written out by hand.
import { describe, expect, it } from 'vitest'
import { type Fact, newFact, newHistory, type Outcome, possible, set, UNKNOWN } from './history.ts'

/** A history whose clock is moved by hand, and acts that end when they are told. */
function byHand() {
  let now = 0
  const history = newHistory(() => now)
  return {
    history,
    at(moment: number): void {
      now = moment
    },
    start(fact: Fact<unknown>): (outcome: Outcome) => Promise<unknown> {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
      const done = history.act('act', [fact], () => promise)
      return async (outcome) => {
        if (outcome === 'unknown') reject(new Error('lost'))
        else resolve(outcome)
        await done
      }
    },
  }
}

/** A fact with acts [begin, end, value], one after the other. */
async function written(
  ...acts: readonly (readonly [number, number, number | 'refused' | 'unknown'])[]
): Promise<Fact<number>> {
  const { at, start } = byHand()
  const fact = newFact(0)
  for (const [begin, end, value] of acts) {
    at(begin)
    const finish = start(fact)
    at(end)
    await finish(typeof value === 'string' ? value : [set(fact, value)])
  }
  return fact
}

describe('what a fact may have been', () => {
  it('before anything happened it is what it was', () => {
    expect(possible(newFact('off'), { begin: 5, end: 9 })).toEqual(['off'])
  })

  it.each([
    ['long after an act, only what it made', [20, 30], [1]],
    ['from the moment of its acknowledgement, only what it made', [10, 30], [1]],
    ['a moment before its acknowledgement, either', [9, 30], [1, 0]],
    ['ending within it, either', [0, 6], [1, 0]],
    ['ending as it begins, what was before', [0, 5], [0]],
  ] as const)('%s', async (_, [begin, end], values) => {
    expect(possible(await written([5, 10, 1]), { begin, end })).toEqual(values)
  })

  it('several acts during it may each have been', async () => {
    const fact = await written([5, 10, 1], [12, 14, 2], [16, 18, 3])
    expect(possible(fact, { begin: 11, end: 17 })).toEqual([3, 2, 1])
    expect(possible(fact, { begin: 14, end: 15 })).toEqual([2])
    expect(possible(fact, { begin: 19, end: 20 })).toEqual([3])
  })

  it('a refused act leaves nothing', async () => {
    expect(possible(await written([5, 10, 1], [12, 14, 'refused']), { begin: 13, end: 20 })).toEqual([1])
  })

  it('an act nobody knows the outcome of adds a doubt and takes nothing away, until the next one', async () => {
    const fact = await written([5, 10, 1], [12, 14, 'unknown'], [16, 18, 2])
    expect(possible(fact, { begin: 15, end: 16 })).toEqual([UNKNOWN, 1])
    expect(possible(fact, { begin: 17, end: 20 })).toEqual([2, UNKNOWN, 1])
    expect(possible(fact, { begin: 18, end: 20 })).toEqual([2])
  })
})

describe('the log', () => {
  it('is settled about a time when nothing that began before it goes on', async () => {
    const { history, at, start } = byHand()
    at(5)
    const finish = start(newFact(0))
    expect([history.settled(5), history.settled(6)]).toEqual([true, false])
    at(9)
    await finish('refused')
    expect(history.settled(20)).toBe(true)
    expect(history.counts.get('act')).toEqual({ done: 0, refused: 1, unknown: 0 })
  })

  it('refuses a second writer of a fact, whose order nobody could say', async () => {
    const { history, start } = byHand()
    const fact = newFact(0)
    const finish = start(fact)
    await expect(history.act('act', [fact], async () => 'refused')).rejects.toThrow('one writer')
    await finish('refused')
  })
})
