// `countersign kills`: kills servers and database at every point of a turn, under load, and checks what is left each time.
import { parseArgs } from 'node:util'
import { askedOr2, numberIn } from '../asked.ts'
import { printProof } from '../figures.ts'
import { type Fault, faults } from './faults.ts'
import { detailsOf, figureOfFault, figuresOf, tableOf } from './report.ts'
import { type KillsRun, runKills } from './run.ts'

/** A planted fault is found by one of the first kills; one that is not by then counts as missed. */
const KILLS_FOR_A_FAULT = 45

interface Asked {
  readonly count: number
  readonly seed: number
  readonly fault: string | undefined
  readonly faults: boolean
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

const asked = askedOr2(read)
if (asked !== undefined) await prove(asked)

function read(): Asked {
  const text = { type: 'string' } as const
  const options = { count: text, seed: text, fault: text, faults: { type: 'boolean' } } as const
  const { values } = parseArgs({ options })
  if (values.fault !== undefined && !Object.hasOwn(faults, values.fault))
    throw new Error(`--fault is one of: ${Object.keys(faults).join(', ')}`)
  return {
    count: numberIn(values.count, 'count', 45),
    seed: numberIn(values.seed, 'seed', 1),
    fault: values.fault,
    faults: values.faults === true,
  }
}

/** One fault alone is run like the honest system, and so does not hold: what it breaks is shown. */
async function prove({ count, seed, fault, faults: all }: Asked): Promise<void> {
  const run = (kills: number, planted?: Fault): Promise<KillsRun> =>
    runKills({
      count: kills,
      seed,
      ...(planted && { fault: planted }),
      progress: say,
      stopped: () => stopping.signal.aborted,
    })
  const done = await run(count, fault === undefined ? undefined : faults[fault])
  say(tableOf(done))
  const found = all ? await findAll(run) : []
  printProof('kills', [...figuresOf(done), ...found], { seed, count, ...detailsOf(done) })
}

async function findAll(run: (kills: number, fault: Fault) => Promise<KillsRun>) {
  const figures = []
  for (const [name, fault] of Object.entries(faults)) {
    if (stopping.signal.aborted) break
    say(`Planting ${name}: ${fault.says}`)
    figures.push(figureOfFault(name, fault, await run(KILLS_FOR_A_FAULT, fault)))
  }
  return figures
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
