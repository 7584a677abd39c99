// `npm run bench`: loads a world, measures it, writes the figures and the page, says what was hit and missed.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { benchApp } from './app/main.ts'
import { type LoadedWorld, loadWorld } from './data/load.ts'
import { openPlace } from './data/place.ts'
import { describeEnvironment } from './environment.ts'
import { type BenchOptions, OptionError, parseOptions, usage } from './options.ts'
import { analyse } from './report/analysis.ts'
import { judge } from './report/goals.ts'
import { pageOf } from './report/page.ts'
import type { Report, WorldFigures } from './report/report.ts'
import { summaryOf } from './report/summary.ts'
import { run } from './run.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'app') await benchApp(rest)
  else await benchPages(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof OptionError)) throw error
  process.stderr.write(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}

async function benchPages(args: readonly string[]): Promise<void> {
  const options = parseOptions(args)
  if (options === undefined) process.stdout.write(usage)
  else await bench(options)
}

async function bench({ place: where, ...options }: BenchOptions): Promise<void> {
  const place = await openPlace(where)
  try {
    const world = await loadWorld(place, options, say)
    const environment = await describeEnvironment(place)
    const result = await run(place, world, options, say)
    const analysis = analyse(result.slices, options.seed)
    await write({
      at: new Date().toISOString(),
      options,
      environment,
      world: figuresOf(world),
      goals: judge(analysis),
      analysis,
      ...result,
    })
  } finally {
    await place.leave()
  }
}

async function write(report: Report): Promise<void> {
  const folder = resolve(report.options.output)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'figures.json'), `${JSON.stringify(report, null, 1)}\n`)
  await writeFile(join(folder, 'index.html'), pageOf(report))
  process.stdout.write(`${summaryOf(report)}\n`)
  say(`The page is ${join(folder, 'index.html')}`)
}

function figuresOf({ plan, loaded, databaseBytes }: LoadedWorld): WorldFigures {
  const { messages, permissions, readers } = plan.scale
  const { people, threads } = plan
  const memberships = plan.membershipsBefore(threads)
  return { messages, permissions, readers, people, threads, memberships, databaseBytes, loaded }
}
