// countersign import ldbc PATH: an LDBC social network comes in, with progress, repeatable and resumable.
import { resolve } from 'node:path'
import { importLdbc, type LdbcReport } from '../../imports/ldbc/import-ldbc.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { showProgress } from '../progress-line.ts'

/** `countersign import ldbc PATH` */
export const importLdbcCommand: CommandSpec = {
  name: 'ldbc',
  summary: 'Import an LDBC SNB data set in CSV',
  arguments: [['<path>', 'the folder with person_0_0.csv and the other files']],
  options: [['--source <name>', 'name of this set, when there is more than one (default: ldbc)']],
  examples: [
    ['import ldbc ./ldbc-snb', 'import a set; again after an interruption, it goes on'],
    ['import ldbc ./sf1 --source sf1 --json', 'a second set beside it, the counts as JSON'],
  ],
  async run({ settings, output, world, options }, path = '') {
    const source = sourceOf(options['source'])
    await withSystem(settings, async (system) => {
      const began = system.clock.monotonic()
      const progress = showProgress(world.stderr, system.clock)
      try {
        const report = await importLdbc(system, {
          path: resolve(world.folder, path),
          source,
          progress,
          signal: world.signal,
        })
        const seconds = Math.round(system.clock.monotonic() - began) / 1_000
        progress.end()
        output.result({ ...report, source, seconds }, inWords(report, seconds))
      } catch (error) {
        progress.end()
        throw error
      }
    })
  },
}

function sourceOf(given: string | boolean | undefined): string {
  if (given === undefined) return 'ldbc'
  if (typeof given === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(given)) return given
  const next = 'Use small letters, digits, dots and hyphens, 64 at most.'
  throw new CliError('USAGE', 'That is not a name for --source.', next, 'usage')
}

function inWords({ already_in, ...added }: LdbcReport, seconds: number): string {
  const total = Object.values(added).reduce((sum, count) => sum + count, 0)
  if (total === 0) return `Nothing added: all ${already_in} records were in already (${seconds} s).`
  const lines = Object.entries(added).map(([kind, count]) => `  ${kind.replaceAll('_', ' ')} ${count}`)
  return `Added in ${seconds} s:\n${lines.join('\n')}\nAlready in: ${already_in}`
}
