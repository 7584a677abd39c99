// Runs worlds against each planted fault until it is found, and counts the calls that took.
import { keepFacts } from '../../../../../server/src/gate/kept-facts.ts'
import type { Known } from '../../../../../server/src/gate/look.ts'
import type { ExitFacts } from '../../../../../server/src/store/exit-facts.ts'
import { judgeByOracle } from '../../../oracle/oracle.ts'
import { drawPlay, type Finding, judge, type PlayedWorld, realJudges } from '../play.ts'
import { readByGate } from '../read-by-gate.ts'
import { httpReader } from '../read-by-http.ts'
import type { GateContext, Stage } from '../stage.ts'
import { allowingFaults } from './allowing.ts'
import type { Fault } from './fault.ts'
import { itemFaults } from './items.ts'
import { lookFaults } from './look.ts'
import { messageFaults } from './messages.ts'
import { refusingFaults } from './refusing.ts'
import { wireFaults } from './wire.ts'

/** Every fault there is to plant. */
export const everyFault: readonly Fault[] = [
  ...refusingFaults,
  ...allowingFaults,
  ...itemFaults,
  ...messageFaults,
  ...lookFaults,
  ...wireFaults,
]

/** What became of a fault: after how many calls it was found and by what, or that it was not. */
export interface Hunt {
  readonly fault: Fault
  readonly calls: number
  readonly found: string | null
}

/** A fault not found in so many worlds counts as not found: in memory they cost little, in the database more. */
const WORLDS_IN_MEMORY = 1_000
const WORLDS_STORED = 96
const BATCH = 8

/** Plants each fault and hunts it. `onHunt` is told of each as it ends. */
export async function huntFaults(
  stage: Stage,
  seed: number,
  onHunt: (hunt: Hunt) => void,
  faults: readonly Fault[] = everyFault,
): Promise<readonly Hunt[]> {
  const hunts: Hunt[] = []
  const end = (hunt: Hunt): void => {
    hunts.push(hunt)
    onHunt(hunt)
  }
  const drawn = drawOnce(seed)
  for (const fault of faults) if ('judge' in fault.plant) end(huntInMemory(fault, drawn))
  const stored = faults.filter(({ plant }) => !('judge' in plant))
  const overWire = stored.filter(({ plant }) => 'wire' in plant)
  // What goes over the wire is entered, and no look is earlier than the last entry: that would hide a clock gone wrong.
  await stage.forgetLedger()
  for (const some of [stored.filter((fault) => !overWire.includes(fault)), overWire])
    await huntStored(stage, some, drawn, end)
  return hunts
}

async function huntStored(
  stage: Stage,
  faults: readonly Fault[],
  drawn: (n: number) => PlayedWorld,
  end: (hunt: Hunt) => void,
): Promise<void> {
  let open: readonly Open[] = faults.map((fault) => ({ fault, calls: 0 }))
  for (let n = 0; n < WORLDS_STORED && open.length > 0; n += BATCH) {
    const plays = Array.from({ length: BATCH }, (_, i) => drawn(n + i))
    await stage.load(plays.map(({ world }) => world))
    await stage.openKeys(plays.flatMap(({ world }) => world.people.map(({ person }) => person)))
    const after = await Promise.all(open.map((one) => huntInBatch(stage, one, plays)))
    for (const one of after) if (one.found !== undefined) end({ ...one, found: one.found })
    open = after.filter(({ found }) => found === undefined)
  }
  for (const one of open) end({ ...one, found: null })
}

interface Open {
  readonly fault: Fault
  readonly calls: number
  readonly found?: string
}

/** Worlds by number, each drawn once however many faults are hunted in it. */
function drawOnce(seed: number): (n: number) => PlayedWorld {
  const drawn = new Map<number, PlayedWorld>()
  return (n) => {
    const play = drawn.get(n) ?? drawPlay(seed, n)
    drawn.set(n, play)
    return play
  }
}

function huntInMemory(fault: Fault, drawn: (n: number) => PlayedWorld): Hunt {
  let calls = 0
  for (let n = 0; n < WORLDS_IN_MEMORY; n++)
    for (const { call } of drawn(n).calls) {
      calls++
      const found = judge(judgesFor(fault), drawn(n).world, call, null)
      if (found !== null) return { fault, calls, found: found.what }
    }
  return { fault, calls, found: null }
}

function judgesFor({ plant }: Fault): typeof realJudges {
  return 'judge' in plant ? { oracle: judgeByOracle, decide: plant.judge } : realJudges
}

async function huntInBatch(
  stage: Stage,
  { fault, calls: before }: Open,
  plays: readonly PlayedWorld[],
): Promise<Open> {
  let calls = before
  for (const play of plays)
    for (const one of play.calls) {
      if ('wire' in fault.plant && play.world.floor !== 'author') continue
      calls++
      if (fault.shows?.(play.world, one.call) === false) continue
      const found = await tryCall(stage, fault, play, one)
      if (found !== null) return { fault, calls, found: found.what }
    }
  return { fault, calls }
}

async function tryCall(
  stage: Stage,
  { plant }: Fault,
  { world }: PlayedWorld,
  { call, limit }: PlayedWorld['calls'][number],
): Promise<Pick<Finding, 'what'> | null> {
  if ('wire' in plant) {
    const reader = httpReader(await stage.serve('author'), stage.idsOf, plant.wire)
    return judge(realJudges, world, call, await reader.read(world, call, limit))
  }
  if (!('steps' in plant)) return null
  const steps = typeof plant.steps === 'function' ? plant.steps(world) : plant.steps
  const faulty: Stage = {
    ...stage,
    steps: { ...stage.steps, ...steps },
    contextOf: (of) => keepingNothing(stage, of),
  }
  try {
    return judge(realJudges, world, call, await readByGate(faulty, world, call, limit))
  } catch (error) {
    // A fault that brings the gate to a halt has been found too.
    return { what: `the gate stops: ${String(error)}` }
  }
}

/** What a fault has read wrongly must not be kept for the next one. */
function keepingNothing(stage: Stage, world: PlayedWorld['world']): GateContext {
  return {
    ...stage.contextOf(world),
    keptByLook: keepFacts<Known>(1).anew,
    keptByExit: keepFacts<ExitFacts>(1).anew,
  }
}
