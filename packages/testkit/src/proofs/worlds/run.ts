// Plays a run of worlds on one stage: batch after batch, each call read once through the gate, some through a whole server.
import type { ThreadSetting } from '@countersign/protocol'
import { explain } from '../../oracle/oracle.ts'
import type { WorldState } from '../../worlds/world-state.ts'
import { compareTraces } from './no-trace.ts'
import { CALLS_PER_WORLD, drawPlay, type Finding, judge, type PlayedWorld, realJudges } from './play.ts'
import { readByGate } from './read-by-gate.ts'
import { httpReader } from './read-by-http.ts'
import { LOOKS_AT_ONCE, type Stage } from './stage.ts'
import { addTally, count, countOutcome, emptyTally, type Tally } from './tally.ts'

/** Which worlds of a seed to play. */
export interface RunOrder {
  readonly seed: number
  /** World numbers: `first`, `first + step`, … below `end`. */
  readonly first: number
  readonly step: number
  readonly end: number
  /** Worlds below this number are read through a server too. */
  readonly httpBelow: number
  /** Worlds below this number are played in three variants that must not be told apart (COP-01). */
  readonly tracesBelow: number
}

/** What a run tells while it goes on. */
export interface RunEvents {
  /** What was seen since the last time. */
  onTally(seen: Tally): void
  onFinding(found: FoundAt): void
  /** Asked between batches: whether to go on. */
  goOn(): boolean
}

/** A finding and where it was. */
export interface FoundAt {
  readonly n: number
  /** The call's place among those of its world. */
  readonly call: number
  readonly http: boolean
  readonly kind: Finding['kind'] | 'trace'
  readonly what: string
}

/** Worlds stored together: so many that storing costs little, so few that tables stay small. */
const BATCH = 16
/** Of one world in so many it is told what was withheld and why. */
const EXPLAINED = 10

/** Plays worlds until all are done or it is told to stop. */
export async function runWorlds(stage: Stage, order: RunOrder, events: RunEvents): Promise<void> {
  const numbers: number[] = []
  for (let n = order.first; n < order.end; n += order.step) numbers.push(n)
  for (let from = 0; from < numbers.length && events.goOn(); from += BATCH) {
    const batch = numbers.slice(from, from + BATCH)
    const tally = emptyTally()
    await playBatch(
      stage,
      batch.map((n) => drawPlay(order.seed, n)),
      order,
      { tally, onFinding: events.onFinding },
    )
    const traced = batch.filter((n) => n < order.tracesBelow)
    if (traced.length > 0) addTally(tally, await compareTraces(stage, order.seed, traced, events.onFinding))
    events.onTally(tally)
  }
}

interface Batch {
  readonly tally: Tally
  readonly onFinding: RunEvents['onFinding']
}

async function playBatch(
  stage: Stage,
  plays: readonly PlayedWorld[],
  order: RunOrder,
  batch: Batch,
): Promise<void> {
  await stage.load(plays.map(({ world }) => world))
  const waiting = plays.flatMap((play) => play.calls.map((_, i) => () => playByGate(stage, play, i, batch)))
  await atOnce(LOOKS_AT_ONCE, waiting)
  const byHttp = plays.filter(({ n }) => n < order.httpBelow)
  if (byHttp.length > 0) await playByHttp(stage, byHttp, batch)
  for (const { n, world, calls } of plays)
    if (n % EXPLAINED === 0)
      for (const { call } of calls)
        for (const { reading, why } of explain(world, call).withheld)
          count(batch.tally.withheld, `${String(reading).padStart(2)} ${why}`)
  batch.tally.worlds += plays.length
}

async function playByGate(
  stage: Stage,
  play: PlayedWorld,
  i: number,
  { tally, onFinding }: Batch,
): Promise<void> {
  const { n, world } = play
  const { call, limit } = play.calls[i] as PlayedWorld['calls'][number]
  const received = await readByGate(stage, world, call, limit)
  const finding = judge(realJudges, world, call, received)
  tally.calls++
  countOutcome(tally, call, received.answer)
  if (finding !== null) report({ tally, onFinding }, { ...finding, n, call: i, http: false })
}

async function playByHttp(
  stage: Stage,
  plays: readonly PlayedWorld[],
  { tally, onFinding }: Batch,
): Promise<void> {
  await stage.openKeys(plays.flatMap(({ world }) => world.people.map(({ person }) => person)))
  const readers = new Map<ThreadSetting, ReturnType<typeof httpReader>>()
  const readerFor = async ({ floor }: WorldState): Promise<ReturnType<typeof httpReader>> => {
    const reader = readers.get(floor) ?? httpReader(await stage.serve(floor), stage.idsOf)
    readers.set(floor, reader)
    return reader
  }
  const waiting = plays.flatMap(({ n, world, calls }) =>
    calls.map(({ call, limit }, i) => async () => {
      const received = await (await readerFor(world)).read(world, call, limit)
      const finding = judge(realJudges, world, call, received)
      tally.http++
      if (finding !== null) report({ tally, onFinding }, { ...finding, n, call: i, http: true })
    }),
  )
  await atOnce(LOOKS_AT_ONCE, waiting)
}

function report({ tally, onFinding }: Batch, found: Finding & Omit<FoundAt, 'kind' | 'what'>): void {
  if (found.kind === 'hit') tally.hits++
  else tally.differences++
  const { n, call, http, kind, what } = found
  onFinding({ n, call, http, kind, what })
}

/** Does work, so much of it at once. */
async function atOnce(lanes: number, work: readonly (() => Promise<void>)[]): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let one = work[next++]; one !== undefined; one = work[next++]) await one()
    }),
  )
}

/** How many worlds hold so many calls. */
export function worldsFor(calls: number): number {
  return Math.ceil(calls / CALLS_PER_WORLD)
}
