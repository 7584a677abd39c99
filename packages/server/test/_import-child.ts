// A process that imports, to be killed: prints a line after each batch.

import { importLdbc } from '../src/imports/ldbc/import-ldbc.ts'
import { type ImportPlace, openImportSystem } from './_import-system.ts'

const [place = '', path = ''] = process.argv.slice(2)
const system = await openImportSystem(JSON.parse(place) as ImportPlace)
await importLdbc(system, {
  path,
  source: 'ldbc',
  signal: new AbortController().signal,
  progress: { begin: () => undefined, advance: (stage) => void process.stdout.write(`${stage}\n`) },
})
await system.close()
