// What every `countersign import FORMAT PATH` has in common: its source's name, progress, the report, the time it took.
import { resolve } from 'node:path'
import type { ImportSystem } from '../../acts/import-batch.ts'
import type { Added, ImportOptions } from '../../imports/import-stage.ts'
import { CliError } from '../cli-error.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'
import { showProgress } from '../progress-line.ts'

/** What an import says when it is done. */
export interface ImportOutcome {
  readonly added: Added<string>
  /** More about what was read, for programs and in words, whether it was added now or in before. */
  readonly read?: { readonly json: Readonly<Record<string, unknown>>; readonly words: string }
}

/** One format. */
export interface ImportFormat extends Omit<CommandSpec, 'run'> {
  /** Checks the command's own options and says what to do with them, before anything is opened. */
  prepare(
    options: CommandContext['options'],
  ): (system: ImportSystem, options: ImportOptions) => Promise<ImportOutcome>
}

/** The command of a format. */
export function importCommand({ prepare, options = [], ...spec }: ImportFormat): CommandSpec {
  const meaning = `name of this set, when there is more than one (default: ${spec.name})`
  return {
    ...spec,
    options: [...options, ['--source <name>', meaning]],
    async run({ settings, output, world, options: given }, path = '') {
      const source = sourceOf(given['source'], spec.name)
      const run = prepare(given)
      await withSystem(settings, async (system) => {
        const began = system.clock.monotonic()
        const progress = showProgress(world.stderr, system.clock)
        try {
          const at = { path: resolve(world.folder, path), source, progress, signal: world.signal }
          const { added, read } = await run(system, at)
          const seconds = Math.round(system.clock.monotonic() - began) / 1_000
          progress.end()
          const words = read === undefined ? '' : `\n${read.words}`
          output.result({ ...added, ...read?.json, source, seconds }, `${inWords(added, seconds)}${words}`)
        } catch (error) {
          progress.end()
          throw error
        }
      })
    },
  }
}

function sourceOf(given: string | boolean | undefined, format: string): string {
  if (given === undefined) return format
  if (typeof given === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(given)) return given
  const next = 'Use small letters, digits, dots and hyphens, 64 at most.'
  throw new CliError('USAGE', 'That is not a name for --source.', next, 'usage')
}

function inWords({ already_in = 0, ...added }: Added<string>, seconds: number): string {
  const total = Object.values(added).reduce((sum, count) => sum + count, 0)
  if (total === 0) return `Nothing added: all ${already_in} records were in already (${seconds} s).`
  const lines = Object.entries(added).map(([kind, count]) => `  ${kind.replaceAll('_', ' ')} ${count}`)
  return `Added in ${seconds} s:\n${lines.join('\n')}\nAlready in: ${already_in}`
}
