// A process that imports, to be killed: prints a line after each batch.

import { type ImportFormat, runImport } from './_import-formats.ts'
import { type ImportPlace, openImportSystem } from './_import-system.ts'

const [place = '', format = '', path = ''] = process.argv.slice(2)
const system = await openImportSystem(JSON.parse(place) as ImportPlace)
await runImport(format as ImportFormat, system, {
  path,
  progress: {
    begin: () => undefined,
    advance: (stage) => void process.stdout.write(`${stage}\n`),
  },
})
await system.close()
