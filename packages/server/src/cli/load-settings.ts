// Finds the settings file and reads the settings; every mistake of every source is named at once.
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import {
  CONFIG_FILE,
  CONFIG_VARIABLE,
  parseSettings,
  type Settings,
  type SettingsSources,
} from '../settings.ts'
import { CliError, settingsError } from './cli-error.ts'

/** The flags of a command: the settings' own, and the file's. */
export type SettingFlags = SettingsSources['flags'] & { readonly config?: string | undefined }

/** @throws {CliError} SETTINGS with every mistake */
export async function loadSettings(
  flags: SettingFlags,
  env: SettingsSources['env'],
  folder: string,
): Promise<Settings> {
  const file = await readSettingsFile(flags.config ?? (env[CONFIG_VARIABLE] || undefined), folder)
  const parsed = parseSettings({ flags, env, file, folder })
  if (parsed.ok) return parsed.value
  throw settingsError(parsed.error)
}

async function readSettingsFile(named: string | undefined, folder: string): Promise<SettingsSources['file']> {
  const path = resolve(folder, named ?? CONFIG_FILE)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (named === undefined && error.code === 'ENOENT') return undefined
    const next = 'Correct --config or COUNTERSIGN_CONFIG, or make the file readable.'
    throw new CliError('SETTINGS', `The settings file ${path} cannot be read (${error.code}).`, next, 'usage')
  })
  if (text === undefined) return undefined
  const document = parseDocument(text)
  if (document.errors.length > 0)
    // The parser's message quotes the line, which may hold a password: its place is enough.
    throw settingsError(
      document.errors.map(({ linePos, code }) => ({
        at: `${path} line ${linePos?.[0].line ?? '?'}`,
        problem: `is not YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
      })),
    )
  return { name: path, folder: dirname(path), content: document.toJS({ maxAliasCount: 0 }) }
}
