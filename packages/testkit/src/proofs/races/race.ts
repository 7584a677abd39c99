// What the actors of a race share: the stage, the log, chance, and when it is over.
import { type Dice, throwDice } from '../../worlds/dice.ts'
import type { History } from './history.ts'
import type { Stage } from './stage.ts'

/** A race that is being run. */
export interface Race {
  readonly stage: Stage
  readonly history: History
  readonly seed: number
  /** The race's one clock: monotonic milliseconds. */
  now(): number
  running(): boolean
  /**
   * How much slower than usual answers come, 1 or more. On a busy machine people rest longer too: where everything changes
   * faster than anything can be read, partners are only ever told BUSY.
   */
  slowness(): number
}

/** Does something again and again until the race is over, with a rest of up to `restMs`, or longer when all is slow. */
export async function again(
  race: Race,
  dice: Dice,
  restMs: number,
  step: () => Promise<unknown>,
): Promise<void> {
  while (race.running()) {
    await step()
    await restWhileRunning(race, dice.between(0, restMs) * race.slowness())
  }
}

/** Dice of one actor's own, so that its choices do not depend on how the others are scheduled. */
export function diceOf(race: Pick<Race, 'seed'>, actor: string): Dice {
  const number = [...actor].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7)
  return throwDice(race.seed, number)
}

/** Lets some time pass, or less when the race is over before. */
export async function restWhileRunning(race: Race, ms: number): Promise<void> {
  const until = race.now() + ms
  while (race.running() && race.now() < until) await rest(Math.min(100, until - race.now()))
}

/** Lets some time pass. */
export function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The address of any of the servers. */
export function anyServer({ stage }: Race, dice: Dice): string {
  return dice.pick(stage.servers).url
}
