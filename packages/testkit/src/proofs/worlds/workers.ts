// The worker processes of a run: each plays every so-manieth world on a database of its own and tells what it saw.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestPostgres } from '../../postgres.ts'
import type { FoundAt, RunOrder } from './run.ts'
import type { Tally } from './tally.ts'

/** What a worker is started with. */
export interface WorkerOrder {
  readonly server: TestPostgres
  readonly run: RunOrder
}

/** What a worker says. */
export type FromWorker = { readonly tally: Tally } | { readonly found: FoundAt }

/** What is heard of the workers. */
export interface WorkerEvents {
  onTally(tally: Tally): void
  onFinding(found: FoundAt): void
}

/** The workers of a run. */
export interface Workers {
  /** Resolves when all have ended. @throws Error when one ended before it was done, saying where to go on */
  readonly done: Promise<void>
  /** Asks them to end after the batch they are at. */
  stop(): void
}

const program = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Starts so many workers for one run, from its first world on. */
export function startWorkers(
  server: TestPostgres,
  run: Omit<RunOrder, 'step'>,
  workers: number,
  events: WorkerEvents,
): Workers {
  // Each plays its worlds in order, so below the slowest nothing is missing.
  const played = Array.from({ length: workers }, () => 0)
  const children = played.map((_, i) => {
    const order: WorkerOrder = { server, run: { ...run, first: run.first + i, step: workers } }
    return startWorker(order, {
      ...events,
      onTally(tally) {
        played[i] = (played[i] ?? 0) + tally.worlds
        events.onTally(tally)
      },
    })
  })
  const goOnFrom = (): number => run.first + workers * Math.min(...played)
  return {
    done: Promise.all(children.map((child) => endOf(child, goOnFrom))).then(() => undefined),
    stop: () => {
      for (const child of children) if (child.connected) child.disconnect()
    },
  }
}

function startWorker(order: WorkerOrder, { onTally, onFinding }: WorkerEvents): ChildProcess {
  const child = fork(program, [JSON.stringify(order)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', (said: FromWorker) => ('tally' in said ? onTally(said.tally) : onFinding(said.found)))
  return child
}

async function endOf(child: ChildProcess, goOnFrom: () => number): Promise<void> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (code !== 0)
    throw new Error(
      `a worker ended with ${signal ?? code}; what it said stands above. --from ${goOnFrom()} goes on where it broke off`,
    )
}
