// `npm run bench -- app`: the app's own figures in a real browser, and how fast open pages hear; as JSON and in a few lines.
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DAY_MS } from '@countersign/protocol'
import { addPerson } from '../../../packages/server/src/acts/add-person.ts'
import { createThread } from '../../../packages/server/src/acts/create-thread.ts'
import { openSession } from '../../../packages/server/src/acts/session.ts'
import { withThrowaway } from '../../../packages/server/src/cli/throwaway.ts'
import type { RunningServer } from '../../../packages/server/src/main.ts'
import { measureLive } from '../live/measure.ts'
import { OptionError } from '../options.ts'
import { withBrowser } from './browser.ts'
import { type LoadFigures, measureLoad } from './first-load.ts'
import { fillThread, type LongThreadFigures, measureLongThread } from './long-thread.ts'

/** What `--help` says. */
const usage = `Usage: npm run bench -- app [options]

Measures the app in a real Chromium on a throwaway server. Writes app.json.

  --quick        a smaller thread, fewer runs and sockets: a look
  --output DIR   where the figures go: bench-output unless said
`

const full = { messages: 100_000, screens: 200, runs: 5, sockets: 500, tellings: 200 }
const quick = { messages: 10_000, screens: 30, runs: 1, sockets: 50, tellings: 20 }
/** Times slower than this machine: a good telephone and a cheap one. */
const SLOWER = [1, 4, 6] as const

/** How long from sending to being told, milliseconds. */
interface LiveFigures {
  readonly tellings: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly mostMs: number
}

/** Every figure of a run. */
export interface AppFigures {
  readonly at: string
  readonly machine: { readonly processor: string; readonly processors: number; readonly loadBefore: number }
  readonly sizes: typeof full
  readonly load: readonly LoadFigures[]
  readonly longThread: LongThreadFigures
  readonly live: { readonly sockets: number; readonly pair: LiveFigures; readonly group: LiveFigures }
}

/** Runs it with the command line's options. */
export async function benchApp(args: readonly string[]): Promise<void> {
  const values = read(args)
  if (values.help) return void process.stdout.write(usage)
  const figures = await measure(values.quick ? quick : full)
  const folder = resolve(values.output)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'app.json'), `${JSON.stringify(figures, null, 1)}\n`)
  process.stdout.write(`${linesOf(figures).join('\n')}\n`)
}

function read(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const
  const output = { type: 'string', default: 'bench-output' } as const
  try {
    return parseArgs({ args: [...args], options: { quick: flag, help: flag, output } }).values
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error))
  }
}

async function measure(sizes: typeof full): Promise<AppFigures> {
  const loadBefore = loadavg()[0] ?? Number.NaN
  const found = await withThrowaway(undefined, async (server) => {
    const pages = await measurePages(server, sizes)
    const { sockets, tellings: messages } = sizes
    return { ...pages, live: await measureLive(server, { sockets, messages }) }
  })
  return {
    at: new Date().toISOString(),
    machine: { processor: cpus()[0]?.model ?? 'unknown', processors: availableParallelism(), loadBefore },
    sizes,
    load: found.load,
    longThread: found.longThread,
    live: { sockets: sizes.sockets, pair: timesOf(found.live.pair), group: timesOf(found.live.all) },
  }
}

/** What is measured in the browser: a short thread to load, and a long one to scroll through. */
async function measurePages({ url, system }: RunningServer, { messages, screens, runs }: typeof full) {
  const person = (displayName: string) => addPerson(system, 'open', { displayName })
  const [by, other] = [await person('Nora'), await person('Omar')]
  const { secret } = await openSession(system, by)
  // The first is sent in a minute, the last in two years: a page does not mind, and everybody was there.
  const from = Date.now() + 60_000
  const filled = async (count: number) => {
    const thread = await createThread(system, {
      by,
      kind: 'group',
      others: [other],
      title: `${count} messages`,
    })
    await fillThread(system, thread, [by, other], { messages: count, from })
    return thread
  }
  const [short, long] = [await filled(60), await filled(messages)]
  return withBrowser(async (browser) => {
    const load = []
    for (const slower of SLOWER)
      load.push(await measureLoad(browser, { url, secret, thread: short, slower }, runs))
    const firstDay = new Date(from + DAY_MS).toISOString().slice(0, 10)
    const longThread = await measureLongThread(
      browser,
      { url, secret, thread: long, firstDay },
      { messages, screens },
    )
    return { load, longThread }
  })
}

function timesOf(times: readonly number[]): LiveFigures {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number =>
    Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN) * 10) / 10
  return { tellings: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), mostMs: at(1) }
}

function linesOf({ load, longThread, live }: AppFigures): readonly string[] {
  const { messages, scrolledThrough, opened, most, jumped, jumpMs } = longThread
  const told = ({ medianMs, p95Ms, mostMs }: LiveFigures): string =>
    `median ${medianMs} ms, 95 % within ${p95Ms} ms, all within ${mostMs} ms`
  return [
    ...load.map(
      ({ slower, largestMs, usableMs, slowestPressMs, scriptBytes }) =>
        `first load, processor ${slower} × slower: drawn ${largestMs} ms, usable ${usableMs} ms, slowest press ${slowestPressMs} ms, scripts ${Math.round(scriptBytes / 1024)} KiB`,
    ),
    `${messages} messages, ${scrolledThrough} scrolled through: ${opened.nodes} elements and ${opened.heapMiB} MiB opened, at most ${most.nodes} and ${most.heapMiB} MiB, after the jump ${jumped.nodes} and ${jumped.heapMiB} MiB; the jump took ${jumpMs} ms`,
    `${live.sockets} sockets, to one other: ${told(live.pair)}`,
    `${live.sockets} sockets, to everybody in a group: ${told(live.group)}`,
  ]
}
