// The ways in, told alike: what a run added, and what its files hold.

import type { ImportSystem } from '../src/acts/import-batch.ts'
import type { ImportOptions } from '../src/imports/import-stage.ts'
import { importIrc } from '../src/imports/irc/import-irc.ts'
import { importLdbc } from '../src/imports/ldbc/import-ldbc.ts'
import { importMessenger } from '../src/imports/messenger/import-messenger.ts'

/** What a run says. */
export interface ImportOutcome {
  /** Records by kind, and `already_in`. */
  readonly added: Readonly<Record<string, number>>
  /** What it counted in the files, whether it was added now or in before. */
  readonly held: Readonly<Record<string, number>>
}

const importers = {
  async irc(system, options) {
    const { added, lines } = await importIrc(system, { ...options, zone: 'UTC' })
    return { added, held: lines }
  },
  async ldbc(system, options) {
    return { added: await importLdbc(system, options), held: {} }
  },
  async messenger(system, options) {
    const { added, records } = await importMessenger(system, options)
    return { added, held: records }
  },
} satisfies Record<string, (system: ImportSystem, options: ImportOptions) => Promise<ImportOutcome>>

/** The name of a way in. */
export type ImportFormat = keyof typeof importers

/** Imports; unless said otherwise the set is called as its format, nobody is told of it and nobody stops it. */
export function runImport(
  format: ImportFormat,
  system: ImportSystem,
  options: Partial<ImportOptions> & Pick<ImportOptions, 'path'>,
): Promise<ImportOutcome> {
  return importers[format](system, {
    source: format,
    signal: new AbortController().signal,
    progress: { begin: () => undefined, advance: () => undefined },
    ...options,
  })
}
