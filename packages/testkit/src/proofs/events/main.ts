// `countersign events`: events to webhooks that fail, hang, lie and die, and over streams that keep breaking off.
import { parseArgs } from 'node:util'
import { makeDatabase, type TestPostgres } from '../../postgres.ts'
import { startPostgres } from '../../postgres-server.ts'
import { askedOr2, numberIn } from '../asked.ts'
import { atLeast, equal, type Figure, printProof } from '../figures.ts'
import { hookFaults, streamFaults } from './plants.ts'
import { type StormFindings, storm } from './storm.ts'
import { followThroughCuts, type StreamFindings } from './streams.ts'

interface Asked {
  readonly count: number
  readonly reconnects: number
  readonly seed: number
}

/** Partners with a webhook in a storm. */
const HOOKED = 4
/** What is not there after so long is lost. */
const WITHIN_MS = 300_000
/** A fault is hunted in a storm or over streams of this size. */
const HUNT = { each: 40, count: 60, reconnects: 12, withinMs: 10_000 }
const SHOWN = 20

const asked = askedOr2(read)
if (asked !== undefined) await prove(asked)

function read(): Asked {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { count: text, reconnects: text, seed: text } })
  return {
    count: numberIn(values.count, 'count', 400),
    reconnects: numberIn(values.reconnects, 'reconnects', 50),
    seed: numberIn(values.seed, 'seed', 1),
  }
}

async function prove({ count, reconnects, seed }: Asked): Promise<void> {
  const { server, end } = await startPostgres(process.env['DATABASE_URL'])
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  try {
    say(`${count} events to webhooks that fail, hang, lie and die …`)
    const hooks = await storm(await makeDatabase(server), { each: Math.ceil(count / HOOKED), seed })
    say(`${count} events over streams, ${reconnects} times cut …`)
    const streams = await followThroughCuts(await makeDatabase(server), {
      count,
      reconnects,
      seed,
      withinMs: WITHIN_MS,
    })
    const figures = [...figuresOfHooks(count, hooks), ...figuresOfStreams({ count, reconnects }, streams)]
    figures.push(...(await huntAll(server, seed, say)))
    printProof('events', figures, {
      seed,
      hooks: shortened(hooks),
      streams: shortened(streams),
    })
  } finally {
    await end()
  }
}

async function huntAll(
  server: TestPostgres,
  seed: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const { name, finding, spoil } of hookFaults) {
    say(`with fault: ${name} …`)
    const found = await storm(await makeDatabase(server), { each: HUNT.each, seed, spoil })
    figures.push(figureOfFault(name, found[finding]))
  }
  for (const { name, finding, spoil } of streamFaults) {
    say(`with fault: ${name} …`)
    const found = await followThroughCuts(await makeDatabase(server), { ...HUNT, seed, spoil })
    figures.push(figureOfFault(name, found[finding]))
  }
  return figures
}

function figuresOfHooks(count: number, found: StormFindings): readonly Figure[] {
  return [
    atLeast('DEL-04', 'webhooks: duties', count, found.duties),
    atLeast('DEL-04', 'webhooks: requests received', found.duties, found.requests),
    atLeast('DEL-04', 'webhooks: dead letters replayed', 1, found.replayed),
    atLeast('SUN-03', 'webhooks: data events before the withdrawal', 1, found.data),
    equal('DEL-04', 'webhooks: duties lost', 0, found.lost.length),
    equal('DEL-04', 'webhooks: out of order', 0, found.outOfOrder.length),
    equal('DEL-04', 'webhooks: other bytes under one id', 0, found.otherUnderOneId.length),
    equal('DEL-04', 'webhooks: requests the SDK does not take', 0, found.unsigned.length),
    equal('SUN-03', 'webhooks: data events after the withdrawal', 0, found.dataAfterWithdrawal.length),
  ]
}

function figuresOfStreams(asked: Omit<Asked, 'seed'>, found: StreamFindings): readonly Figure[] {
  return [
    atLeast('DEL-04', 'streams: duties', asked.count, found.duties),
    atLeast('DEL-04', 'streams: reconnects', asked.reconnects, found.reconnects),
    atLeast('SUN-03', 'streams: data events before the withdrawal', 1, found.data),
    equal('DEL-04', 'streams: duties lost', 0, found.lost.length),
    equal('DEL-04', 'streams: out of order', 0, found.outOfOrder.length),
    equal('DEL-04', 'streams: other bytes under one id', 0, found.otherUnderOneId.length),
    equal('SUN-03', 'streams: data events after the withdrawal', 0, found.dataAfterWithdrawal.length),
  ]
}

function figureOfFault(name: string, found: unknown): Figure {
  const times = Array.isArray(found) ? found.length : 0
  const seen = times > 0 ? `found, ${times} times` : 'not found'
  return { what: `planted: ${name}`, duty: 'DEL-04', expected: 'found', seen, ok: times > 0 }
}

/** What stands behind the figures, as much of it as helps. */
function shortened(found: StormFindings | StreamFindings): Record<string, number | readonly string[]> {
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.slice(0, SHOWN) : value,
    ]),
  )
}
