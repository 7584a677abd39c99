// countersign import ldbc PATH: an LDBC social network comes in, with progress, repeatable and resumable.
import { importLdbc } from '../../imports/ldbc/import-ldbc.ts'
import { importCommand } from './import-command.ts'

/** `countersign import ldbc PATH` */
export const importLdbcCommand = importCommand({
  name: 'ldbc',
  summary: 'Import an LDBC SNB data set in CSV',
  arguments: [['<path>', 'the folder with person_0_0.csv and the other files']],
  examples: [
    ['import ldbc ./ldbc-snb', 'import a set; again after an interruption, it goes on'],
    ['import ldbc ./sf1 --source sf1 --json', 'a second set beside it, the counts as JSON'],
  ],
  prepare: () => async (system, options) => ({ added: await importLdbc(system, options) }),
})
