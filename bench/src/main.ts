// `npm run bench`: loads a world, measures it, writes the figures and the page, says what was hit and missed.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadWorld } from './data/load.ts'
import { openPlace } from './data/place.ts'
import { type BenchOptions, OptionError, parseOptions, usage } from './options.ts'
import { analyse } from './report/analysis.ts'
import { judge } from './report/goals.ts'
import { summaryOf } from './report/summary.ts'
import { run } from './run.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) process.stdout.write(usage)
  else await bench(options)
} catch (error) {
  if (!(error instanceof OptionError)) throw error
  process.stderr.write(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}

async function bench(options: BenchOptions): Promise<void> {
  const place = await openPlace(options.place)
  try {
    const world = await loadWorld(place, options, say)
    const result = await run(place, world, options, say)
    const folder = resolve(options.output)
    await mkdir(folder, { recursive: true })
    const analysis = analyse(result.slices, options.seed)
    const goals = judge(analysis)
    await writeFile(join(folder, 'figures.json'), JSON.stringify({ options, analysis, goals, ...result }))
    process.stdout.write(`${summaryOf(analysis, goals)}\n`)
    process.stdout.write(`${JSON.stringify(result.withdrawals)}\n`)
  } finally {
    await place.leave()
  }
}
