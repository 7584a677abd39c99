// `countersign races`: readers, writers and everybody who changes a permission, on several servers and one database.
import { parseArgs } from 'node:util'
import { startPostgres } from '../../postgres-server.ts'
import { askedOr2, numberIn } from '../asked.ts'
import { type Figure, printProof } from '../figures.ts'
import { type Asked, detailsOf, figureOfFault, figuresOfRace } from './report.ts'
import { type Counts, type RaceFindings, type RaceOptions, runRace } from './run.ts'
import { setStage } from './stage.ts'

/** The faults a race finds, and what gives each away; each is planted and looked for after a race without any. */
const faults = {
  cache: 'stale',
  'no-change-check': 'behind',
  'early-acknowledgement': 'stale',
} as const
type Fault = keyof typeof faults
/** A planted fault is found in seconds, on a busy machine in a minute; one that is not by then counts as missed. */
const FAULT_MS = 180_000

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

const asked = askedOr2(read)
if (asked !== undefined) await prove(asked)

function read(): Asked<Fault> {
  const text = { type: 'string' } as const
  const options = { seconds: text, servers: text, seed: text, readers: text, fault: text }
  const { values } = parseArgs({ options })
  if (!isFault(values.fault)) throw new Error(`--fault is one of: ${Object.keys(faults).join(', ')}`)
  return {
    seconds: numberIn(values.seconds, 'seconds', 60),
    servers: numberIn(values.servers, 'servers', 2),
    seed: numberIn(values.seed, 'seed', 1),
    readers: numberIn(values.readers, 'readers', 6),
    fault: values.fault,
  }
}

function isFault(name: string | undefined): name is Fault | undefined {
  return name === undefined || Object.hasOwn(faults, name)
}

async function prove(asked: Asked<Fault>): Promise<void> {
  const postgres = await startPostgres(process.env['DATABASE_URL'])
  const race = async (plant: Fault | undefined, ms: number): Promise<RaceFindings> => {
    const stage = await setStage(postgres.server, { servers: asked.servers, plant })
    try {
      const options: RaceOptions = {
        ms,
        seed: asked.seed,
        readers: asked.readers,
        signal: stopping.signal,
        ...(plant !== undefined && { until: faults[plant] }),
        progress: (counts, at) => say(counts, at, ms, plant),
      }
      return await runRace(stage, options)
    } finally {
      await stage.close()
    }
  }
  try {
    const findings = await race(asked.fault, asked.seconds * 1_000)
    const figures = [...figuresOfRace(asked, findings)]
    if (asked.fault === undefined)
      for (const fault of Object.keys(faults) as Fault[])
        if (!stopping.signal.aborted) figures.push(...(await lookFor(fault, race)))
    printProof('races', figures, detailsOf(asked, findings))
  } finally {
    await postgres.end()
  }
}

/** Plants a fault and looks whether it is found. What the race before has shown is told whatever becomes of this one. */
async function lookFor(
  fault: Fault,
  race: (plant: Fault, ms: number) => Promise<RaceFindings>,
): Promise<readonly Figure[]> {
  try {
    const found = await race(fault, FAULT_MS)
    return stopping.signal.aborted && found.foundAfter === null ? [] : [figureOfFault(fault, found)]
  } catch (error) {
    process.stderr.write(`with fault ${fault}: ${error instanceof Error ? error.message : String(error)}\n`)
    return [figureOfFault(fault, null)]
  }
}

function say(counts: Counts, at: number, of: number, plant: string | undefined): void {
  const { reads, served, refused, busy, stale } = counts
  const time = `${Math.round(at / 1_000)} of ${Math.round(of / 1_000)} s`
  const what = `${reads} reads, ${served} served, ${refused} refused, ${busy} busy, ${stale.length} stale`
  process.stderr.write(`${plant === undefined ? '' : `with fault ${plant}: `}${time}: ${what}\n`)
}
