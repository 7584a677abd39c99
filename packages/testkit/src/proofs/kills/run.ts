// A run of kills from its first to its last: the load goes on through all of them, everything is looked at now and then.
import { setTimeout as wait } from 'node:timers/promises'
import { onServer } from '../../postgres.ts'
import { throwDice } from '../../worlds/dice.ts'
import { deal } from './deck.ts'
import type { Fault } from './faults.ts'
import { type Inspected, openInspector } from './inspector.ts'
import { type Killed, killOnce } from './kill.ts'
import { startLoad } from './load.ts'
import { makeStage } from './stage.ts'

/** What a run is asked to do. */
export interface KillsOrder {
  readonly count: number
  readonly seed: number
  /** A fault to find: then the run ends with the first kill that shows it. */
  readonly fault?: Fault
  readonly progress: (line: string) => void
  /** Asked between kills: true ends the run, which is then looked at like any other. */
  readonly stopped: () => boolean
}

/** What came of a run. */
export interface KillsRun {
  readonly kills: readonly Killed[]
  readonly problems: readonly string[]
  readonly seen: Inspected
  readonly acts: Acts
  readonly postgres: string
  readonly ms: number
}

/** What the people's clients did. */
export interface Acts {
  readonly messages: number
  readonly changes: number
  /** Acts of which no client knows whether they were done. */
  readonly unknown: number
}

const WHOLE_EVERY = 50
const PROGRESS_EVERY = 10
/** So many problems are told in full. */
const TOLD = 50
/** Often enough that what the planner knows of a thread is not off by an order of magnitude. */
const ANALYZE_EVERY = 20

/** Kills, looks, and tells. */
export async function runKills({ count, seed, fault, progress, stopped }: KillsOrder): Promise<KillsRun> {
  const began = performance.now()
  const dice = throwDice(seed, 0)
  progress('Starting a database, two servers and their clients …')
  const stage = await makeStage(fault)
  try {
    const load = await startLoad(stage, dice)
    const inspector = openInspector(stage, load.journal)
    const kills: Killed[] = []
    const problems: string[] = []
    // Told at once: a run that breaks off later must not take what it had found with it.
    const note = (found: readonly string[]): void => {
      for (const problem of found.slice(0, Math.max(0, TOLD - problems.length))) progress(problem)
      problems.push(...found)
    }
    for (const [i, card] of deal(count, dice).entries()) {
      if (stopped() || (fault !== undefined && problems.length > 0)) break
      const killed = await killOnce({ stage, journal: load.journal, inspector, dice }, card)
      kills.push(killed)
      note(killed.problems.map((problem) => `kill ${i + 1} (${card.victim}, ${card.moment}): ${problem}`))
      // A database that dies every few seconds never lives to its own autovacuum, and unanalyzed it reads whole threads.
      if (i % ANALYZE_EVERY === 0) await onServer(stage.database.owner, (client) => client.query('analyze'))
      if ((i + 1) % WHOLE_EVERY === 0 && i + 1 < count) note(await inspector.lookAtAll())
      if ((i + 1) % PROGRESS_EVERY === 0 || i + 1 === count)
        progress(lineOf(i + 1, count, performance.now() - began, inspector.seen, problems))
    }
    await load.stop()
    // A turn that was on its way when the last client left ends by itself.
    await wait(200)
    if (fault === undefined) note(await inspector.lookAtAll())
    const acts = actsOf(load.journal)
    return {
      kills,
      problems,
      seen: inspector.seen,
      acts,
      postgres: stage.postgres.version,
      ms: performance.now() - began,
    }
  } finally {
    await stage.end()
  }
}

function lineOf(
  done: number,
  count: number,
  ms: number,
  seen: Inspected,
  problems: readonly string[],
): string {
  const left = Math.round(((ms / done) * (count - done)) / 1_000)
  return `${done} of ${count} kills, ${seen.answers} answers, ${seen.entries} entries, ${problems.length} problems, ${left} s left`
}

function actsOf({ sent, registers }: Parameters<typeof openInspector>[1]): Acts {
  const writes = [...registers.values()].flatMap((register) => register.writes)
  const known = writes.filter(({ ackedAt }) => ackedAt !== undefined).length
  const messages = sent.filter(({ ackedAt }) => ackedAt !== undefined).length
  return { messages, changes: known, unknown: writes.length - known + sent.length - messages }
}
