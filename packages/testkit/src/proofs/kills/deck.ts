// Who is killed, and when: dealt so that every combination comes equally often, and every moment early.
import type { TurnPoint } from '../../../../server/src/gate/turn.ts'
import type { Dice } from '../../worlds/dice.ts'

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

/**
 * `count` kills. Nine in a row hold every moment once; 45 in a row hold every combination once, whatever the seed.
 */
export function deal(count: number, dice: Dice): readonly Card[] {
  const cards: Card[] = []
  while (cards.length < count) {
    const [when, who] = [shuffled(moments, dice), shuffled(victims, dice)]
    for (let round = 0; round < victims.length; round++)
      for (const [i, moment] of when.entries()) {
        const victim = who[(i + round) % who.length]
        if (victim !== undefined) cards.push({ victim, moment })
      }
  }
  return cards.slice(0, count)
}

function shuffled<T>(items: readonly T[], dice: Dice): readonly T[] {
  let left = items
  return items.map(() => {
    const next = dice.pick(left)
    left = left.filter((item) => item !== next)
    return next
  })
}
