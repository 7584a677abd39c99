// A finding made as small as it goes and printed, with everything it takes to see it again.
import { explain } from '../../oracle/oracle.ts'
import type { WorldCall, WorldState } from '../../worlds/world-state.ts'
import { drawPlay, type Finding, judge, realJudges } from './play.ts'
import { readByGate } from './read-by-gate.ts'
import type { FoundAt } from './run.ts'
import { shrink } from './shrink.ts'
import type { Stage } from './stage.ts'

/** The smallest world that still shows a finding, what each says of it and why, and how to see it again, as text. */
export async function counterExample(stage: Stage, seed: number, found: FoundAt): Promise<string> {
  const replay = `countersign worlds --seed ${seed} --only ${found.n}${found.http ? ' --http 1' : ''}`
  const { world, calls } = drawPlay(seed, found.n)
  const drawn = calls[found.call]
  if (drawn === undefined || found.kind === 'trace')
    return `World ${found.n}, call ${found.call}: ${found.what}\nSee it again: ${replay}`
  const { call, limit } = drawn
  const look = (smaller: WorldState, asked: WorldCall): Promise<Finding | null> =>
    judgeAlone(stage, smaller, asked, limit)
  const first = await look(world, call)
  // Seen only over HTTP, or not again: the whole world is what there is to say.
  if (first === null)
    return `World ${found.n}, call ${found.call}: ${found.what}\n${JSON.stringify(call)}\nSee it again: ${replay}`
  const small = await shrink(world, call, async (smaller, asked) => {
    const finding = await look(smaller, asked).catch(() => null)
    return finding?.kind === first.kind && finding.what.split(' ')[0] === first.what.split(' ')[0]
  })
  const finding = await look(small.world, small.call)
  return [
    `World ${found.n}, call ${found.call}: ${finding?.what ?? first.what}`,
    `The call, ${limit} items a page: ${JSON.stringify(small.call)}`,
    `The smallest world that shows it:\n${JSON.stringify(small.world)}`,
    `The oracle:        ${JSON.stringify(finding?.oracle)}`,
    `decide():          ${JSON.stringify(finding?.decide)}`,
    `The database path: ${JSON.stringify(finding?.received)}`,
    `Why, by the oracle: ${JSON.stringify(explain(small.world, small.call))}`,
    `See it again: ${replay}`,
  ].join('\n')
}

/** One call of one world, which is stored in place of whatever was there. */
async function judgeAlone(
  stage: Stage,
  world: WorldState,
  call: WorldCall,
  limit: number,
): Promise<Finding | null> {
  await stage.load([world])
  return judge(realJudges, world, call, await readByGate(stage, world, call, limit))
}
