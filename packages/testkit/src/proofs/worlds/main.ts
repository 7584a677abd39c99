// `countersign worlds`: draws worlds, has every call judged three ways, and prints what was seen (design §12).

import type { TestPostgres } from '../../postgres.ts'
import { startPostgres } from '../../postgres-server.ts'
import { askedOr2 } from '../asked.ts'
import { printProof } from '../figures.ts'
import { counterExample } from './counter-example.ts'
import { type Hunt, huntFaults } from './faults/find.ts'
import { describeHunt, describeTally, figuresOf, huntFigures, plainHunt } from './figures.ts'
import { type Options, readOptions } from './options.ts'
import { startProgress } from './progress.ts'
import { type FoundAt, runWorlds, worldsFor } from './run.ts'
import { openStage } from './stage.ts'
import { addTally, emptyTally, type Tally } from './tally.ts'
import { startWorkers } from './workers.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** One traced world costs three servers' worth of calls: of the calls over HTTP one in so many is drawn for it. */
const TRACES_OF_HTTP = 5
/** So many findings are made small and printed; the others are counted. */
const SHOWN = 3

/** Asked to stop: what was seen so far is told. */
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

async function main(options: Options): Promise<void> {
  const postgres = await startPostgres(process.env['DATABASE_URL'])
  try {
    const { tally, findings, seconds } = await play(postgres.server, options)
    if (findings.length > 0) await show(postgres.server, options, findings)
    say(describeTally(tally))
    const hunts = options.faults && !stopping.signal.aborted ? await hunt(postgres.server, options) : []
    const details = {
      seed: options.seed,
      seconds,
      outcomes: tally.outcomes,
      withheld: tally.withheld,
      faults: hunts.map(plainHunt),
    }
    printProof('worlds', [...figuresOf(options, tally, seconds), ...huntFigures(hunts)], {
      ...details,
      findings: findings.map(({ what }) => what),
    })
  } finally {
    await postgres.end()
  }
}

interface Played {
  readonly tally: Tally
  readonly findings: readonly FoundAt[]
  readonly seconds: number
}

async function play(server: TestPostgres, options: Options): Promise<Played> {
  const began = performance.now()
  const tally = emptyTally()
  const findings: FoundAt[] = []
  const progress = startProgress(options.count, say)
  const events = {
    onTally(seen: Tally) {
      addTally(tally, seen)
      progress.tell(tally)
    },
    onFinding(found: FoundAt) {
      if (findings.length === 0) say(`World ${found.n}, call ${found.call}: ${found.what.slice(0, 2_000)}`)
      findings.push(found)
    },
  }
  await (options.only === null
    ? playAll(server, options, events)
    : playOne(server, options, options.only, events))
  return { tally, findings, seconds: (performance.now() - began) / 1_000 }
}

type Events = Parameters<typeof startWorkers>[3]

async function playAll(
  server: TestPostgres,
  { seed, from, count, http, workers: many }: Options,
  events: Events,
): Promise<void> {
  const worlds = worldsFor(count)
  const traced = Math.min(worlds, Math.ceil(worldsFor(http) / TRACES_OF_HTTP))
  const order = {
    seed,
    first: from,
    end: from + worlds,
    httpBelow: from + worldsFor(http),
    tracesBelow: from + traced,
  }
  const workers = startWorkers(server, order, Math.min(many, worlds), events)
  const stop = (): void => workers.stop()
  stopping.signal.addEventListener('abort', stop, { once: true })
  await workers.done
}

async function playOne(
  server: TestPostgres,
  { seed, http }: Options,
  n: number,
  events: Events,
): Promise<void> {
  const stage = await openStage(server)
  try {
    const below = http > 0 ? n + 1 : 0
    const order = { seed, first: n, step: 1, end: n + 1, httpBelow: below, tracesBelow: below }
    await runWorlds(stage, order, { ...events, goOn: () => true })
  } finally {
    await stage.close()
  }
}

async function hunt(server: TestPostgres, { seed }: Options): Promise<readonly Hunt[]> {
  say('Planting faults, one after the other:')
  const stage = await openStage(server)
  try {
    return await huntFaults(stage, seed, (one) => say(`  ${describeHunt(one)}`))
  } finally {
    await stage.close()
  }
}

async function show(server: TestPostgres, { seed }: Options, findings: readonly FoundAt[]): Promise<void> {
  const stage = await openStage(server)
  try {
    for (const found of findings.slice(0, SHOWN)) say(`\n${await counterExample(stage, seed, found)}\n`)
  } finally {
    await stage.close()
  }
}

const options = askedOr2(() => readOptions(process.argv.slice(2)))
if (options !== undefined) await main(options)
