// What every command shares: the settings flags, examples in its help, settings checked before it runs.
import { type Command, Option } from 'commander'
import { type OpenSystem, openSystem } from '../main.ts'
import { type SettingName, type Settings, settingKeys } from '../settings.ts'
import { loadSettings, type SettingFlags } from './load-settings.ts'
import { createOutput, type Output, type World } from './output.ts'

/** What a command works with. */
export interface CommandContext {
  readonly settings: Settings
  readonly output: Output
  readonly world: World
  /** The command's own options, by their long names in camel case. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** One command. */
export interface CommandSpec {
  readonly name: string
  readonly summary: string
  /** `[flags, meaning]` of its own options. */
  readonly options?: readonly (readonly [flags: string, meaning: string])[]
  /** `[name, meaning]` of its arguments; `<name>` must be given, `[name]` may be. */
  readonly arguments?: readonly (readonly [name: string, meaning: string])[]
  /** Command lines, without `countersign`, and what they do. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  run(context: CommandContext, ...args: readonly (string | undefined)[]): Promise<void>
}

/** Adds the flags all commands take. */
export function addSharedOptions(program: Command): void {
  program.addOption(new Option('--json', 'print one JSON object at the end, progress on standard error'))
  program.addOption(
    new Option('--config <file>', 'settings file (default: countersign.yaml, if there is one)'),
  )
  for (const { flag, env, otherwise } of settingKeys)
    program.addOption(new Option(`${flag} <value>`, `${env} (default: ${otherwise.replaceAll('`', '')})`))
}

/** Adds a command below `parent`. */
export function addCommand(parent: Command, world: World, spec: CommandSpec): void {
  const command = parent.command(spec.name).summary(spec.summary).description(`${spec.summary}.`)
  for (const [name, meaning] of spec.arguments ?? []) command.argument(name, meaning)
  for (const [flags, meaning] of spec.options ?? []) command.option(flags, meaning)
  command.allowExcessArguments(false)
  const lines = spec.examples.map(([line, meaning]) => `  # ${meaning}\n  $ countersign ${line}`)
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
  command.action(async (...given: unknown[]) => {
    const flags = command.optsWithGlobals<SettingFlags & Record<string, string | boolean | undefined>>()
    const settings = await loadSettings(settingFlags(flags), world.env, world.folder)
    const output = createOutput(world, flags['json'] === true)
    const args = given.slice(0, spec.arguments?.length ?? 0) as (string | undefined)[]
    await spec.run({ settings, output, world, options: flags }, ...args)
  })
}

/** Commander names flags in camel case; settings have the names of the file. */
function settingFlags(flags: Readonly<Record<string, string | boolean | undefined>>): SettingFlags {
  const read = (key: string): string | undefined => {
    const value = flags[key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())]
    return typeof value === 'string' ? value : undefined
  }
  const given = Object.fromEntries(settingKeys.map(({ key }) => [key, read(key)]))
  return { ...(given as Record<SettingName, string | undefined>), config: read('config') }
}

/**
 * Opens the system, does something with it and closes it, whatever happens. Joins the database of a running server, or
 * starts and stops the embedded one.
 */
export async function withSystem<T>(
  settings: Settings,
  work: (system: OpenSystem['system']) => Promise<T>,
): Promise<T> {
  const opened = await openSystem(quieter(settings))
  try {
    return await work(opened.system)
  } finally {
    await opened.close()
  }
}

/** A command that does one thing has a result to show; what the server logs on the way is for whoever asks for more. */
export function quieter(settings: Settings): Settings {
  return settings.logLevel === 'info' ? { ...settings, logLevel: 'warn' } : settings
}

/** Resolves when somebody asks the process to stop. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
