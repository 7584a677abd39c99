// countersign migrate: brings the database to the newest schema and does nothing else.

import { loadServerKeys } from '../../ledger/server-keys.ts'
import { openOwner } from '../../main.ts'
import { systemRandom } from '../../ports/random.ts'
import { holdsLedger } from '../../store/installation.ts'
import { migrate, migrationNames } from '../../store/migrate.ts'
import { type CommandSpec, quieter } from '../command.ts'
import { createLog } from '../log.ts'

/** `countersign migrate` */
export const migrateCommand: CommandSpec = {
  name: 'migrate',
  summary: 'Bring the database to the newest schema',
  examples: [
    ['migrate', 'before a new version serves; running it again changes nothing'],
    ['migrate --database-url postgres://owner@db.example/countersign --json', 'a database of your own'],
  ],
  async run({ settings, output }) {
    const { owner, stop } = await openOwner(settings, createLog(quieter(settings)))
    try {
      // Keys are made together with the data: they hold the passwords of the logins.
      const create = !(await holdsLedger(owner))
      const keys = await loadServerKeys(settings.keys, { create, random: systemRandom })
      const applied = await migrate(owner, { rolePassword: keys.rolePassword })
      const known = await migrationNames()
      const text =
        applied.length === 0 ? 'Nothing to do: the schema is the newest.' : `Applied ${applied.join(', ')}.`
      output.result({ applied, migrations: known }, text)
    } finally {
      await stop()
    }
  },
}
