// A process that imports, to be killed: prints a line after each batch.

import { importIrc } from '../src/imports/irc/import-irc.ts'
import { importLdbc } from '../src/imports/ldbc/import-ldbc.ts'
import { importMessenger } from '../src/imports/messenger/import-messenger.ts'
import { type ImportPlace, openImportSystem } from './_import-system.ts'

const [place = '', format = '', path = ''] = process.argv.slice(2)
const system = await openImportSystem(JSON.parse(place) as ImportPlace)
const options = {
  path,
  source: format,
  signal: new AbortController().signal,
  progress: {
    begin: () => undefined,
    advance: (stage: string) => void process.stdout.write(`${stage}\n`),
  },
}
if (format === 'ldbc') await importLdbc(system, options)
else if (format === 'messenger') await importMessenger(system, options)
else await importIrc(system, { ...options, zone: 'UTC' })
await system.close()
