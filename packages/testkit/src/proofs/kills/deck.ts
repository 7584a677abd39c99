// Who is killed, and when: dealt so that every combination comes equally often, and every moment early.
import type { TurnPoint } from '../../../../server/src/gate/turn.ts'

/**
 * Who dies. `server`: one of the two, the other goes on; `servers`: both; `backend`: one process of PostgreSQL, which then
 * restarts itself; `database`: postmaster and all its processes; `everything`: database and both servers.
 */
export const victims = ['server', 'database', 'everything', 'backend', 'servers'] as const
/** One of them. */
export type Victim = (typeof victims)[number]

/** The named points of a turn, in its order. */
const points = [
  'before-lock',
  'locked',
  'changed',
  'checked',
  'appended',
  'committed',
] as const satisfies readonly TurnPoint[]

/** When: at a point of a turn, with a long answer half sent, at any time, or at any time while the ledger cannot be written. */
export const moments = [...points, 'sending', 'any time', 'unwritable'] as const
/** One of them. */
export type Moment = (typeof moments)[number]

/** One kill. */
export interface Card {
  readonly victim: Victim
  readonly moment: Moment
}

/** Numbers in [0, 1), the same for the same seed: mulberry32, which is small and good enough to choose by. */
export function seededChoice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of several. */
export function oneOf<T>(items: readonly [T, ...T[]], choose: () => number): T {
  return items[Math.floor(choose() * items.length)] ?? items[0]
}

/**
 * `count` kills. Nine in a row hold every moment once; 45 in a row hold every combination once, whatever the seed.
 */
export function deal(count: number, choose: () => number): readonly Card[] {
  const cards: Card[] = []
  while (cards.length < count) {
    const [when, who] = [shuffled(moments, choose), shuffled(victims, choose)]
    for (let round = 0; round < victims.length; round++)
      for (const [i, moment] of when.entries()) {
        const victim = who[(i + round) % who.length]
        if (victim !== undefined) cards.push({ victim, moment })
      }
  }
  return cards.slice(0, count)
}

function shuffled<T>(items: readonly T[], choose: () => number): readonly T[] {
  return items
    .map((item) => [choose(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}
