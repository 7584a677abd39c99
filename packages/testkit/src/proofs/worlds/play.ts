// Plays worlds: draws each, has its calls judged three ways, holds the answers and their bytes next to each other.
import { judgeByOracle } from '../../oracle/oracle.ts'
import { sameAnswer } from '../../worlds/answers.ts'
import { judgeByDecide } from '../../worlds/decide-world.ts'
import { throwDice } from '../../worlds/dice.ts'
import { drawCalls } from '../../worlds/draw-calls.ts'
import { drawWorld } from '../../worlds/draw-world.ts'
import type { ExpectedAnswer, Judge, WorldCall, WorldState } from '../../worlds/world-state.ts'
import { leaksIn } from './byte-search.ts'
import type { Received } from './read-by-gate.ts'

/** Calls of one world. */
export const CALLS_PER_WORLD = 50

/** A world with its calls, each with how many items a page of its answer has. */
export interface PlayedWorld {
  readonly n: number
  readonly world: WorldState
  readonly calls: readonly { readonly call: WorldCall; readonly limit: number }[]
}

/** Draws world `n` of a seed and its calls. */
export function drawPlay(seed: number, n: number): PlayedWorld {
  const world = drawWorld(seed, n)
  const dice = throwDice(~seed, n)
  const calls = drawCalls(seed, n, world, CALLS_PER_WORLD).map((call) => ({
    call,
    limit: dice.chance(0.15) ? dice.between(1, 6) : 200,
  }))
  return { n, world, calls }
}

/** Those who say what a call must be answered with. */
export interface Judges {
  readonly oracle: Judge
  readonly decide: Judge
}

/** The two that share no code. */
export const realJudges: Judges = { oracle: judgeByOracle, decide: judgeByDecide }

/** What is wrong with a call: who differs from the oracle, or what was found in the bytes. */
export interface Finding {
  readonly kind: 'difference' | 'hit'
  readonly what: string
  readonly oracle: ExpectedAnswer
  readonly decide: ExpectedAnswer
  readonly received: ExpectedAnswer | null
}

/** Holds a call's answers next to each other. `received` null: nobody has read it. */
export function judge(
  judges: Judges,
  world: WorldState,
  call: WorldCall,
  received: Received | null,
): Finding | null {
  const oracle = judges.oracle(world, call)
  const decide = judges.decide(world, call)
  const found = { oracle, decide, received: received?.answer ?? null }
  const difference = (what: string): Finding => ({ ...found, kind: 'difference', what })
  if (!sameAnswer(oracle, decide)) return difference('decide() and the oracle differ')
  if (received === null) return null
  const leaks = leaksIn(received.bytes, oracle)
  if (leaks.length > 0) return { ...found, kind: 'hit', what: `the answer's bytes hold ${leaks.join(', ')}` }
  if (!sameAnswer(oracle, received.answer))
    return difference(
      `the database path (${inShort(received.answer)}) and the oracle (${inShort(oracle)}) differ`,
    )
  const [fault] = [...received.faults, ...strangersNamed(judges.oracle, world, call, received)]
  return fault === undefined ? null : difference(fault)
}

/** Enough to tell what kind of difference it is, also of one that does not come again. */
function inShort(answer: ExpectedAnswer): string {
  return answer.outcome === 'refuse' ? answer.code : `${answer.items.length} items`
}

/** A contact carries the id its owner has in the list of friends only where that list would show them. */
function strangersNamed(
  oracle: Judge,
  world: WorldState,
  call: WorldCall,
  { friendsNamed }: Received,
): readonly string[] {
  if (friendsNamed.length === 0) return []
  const listed = oracle(world, { ...call, verb: 'friends.list', fields: null })
  const shown = new Set(
    listed.outcome === 'permit' ? listed.items.map((item) => 'person' in item && item.person) : [],
  )
  return friendsNamed.filter((one) => !shown.has(one)).map((one) => `a contact says that ${one} is a friend`)
}
