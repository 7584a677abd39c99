// What an import needs of the system, for real: pools, keyring and turnstile on a test database.

import { join } from 'node:path'
import type { ImportSystem } from '../src/acts/import-batch.ts'
import { createHarvestBreaker } from '../src/gate/harvest.ts'
import { createTurnstile } from '../src/gate/turnstile.ts'
import { openKeyring } from '../src/ledger/keyring.ts'
import { createLogSigner } from '../src/ledger/log-signer.ts'
import { loadServerKeys } from '../src/ledger/server-keys.ts'
import { systemClock } from '../src/ports/clock.ts'
import { systemRandom } from '../src/ports/random.ts'
import { type ConnectionParameters, openDatabase } from '../src/store/database.ts'
import { ensureHead } from '../src/store/ledger.ts'

/** How to reach one database as the logins an import uses. */
export interface ImportPlace {
  readonly app: ConnectionParameters
  readonly turnstile: ConnectionParameters
  /** The key folder is made in it. */
  readonly folder: string
}

/** Opens the parts; `close` ends their connections. */
export async function openImportSystem(
  place: ImportPlace,
): Promise<ImportSystem & { close(): Promise<void> }> {
  const folder = join(place.folder, 'keys')
  const keys = await loadServerKeys(folder, { create: true, random: systemRandom })
  const quiet = { size: 2, onIdleError: () => undefined }
  const app = openDatabase(place.app, quiet)
  const db = openDatabase(place.turnstile, quiet)
  await ensureHead(db, 1, 'localhost/log')
  const keyring = openKeyring({
    folder,
    wrappingKey: keys.personWrappingKey,
    random: systemRandom,
    clock: systemClock,
  })
  const turnstile = createTurnstile({
    db,
    clock: systemClock,
    random: systemRandom,
    logId: 1,
    keyring,
    signer: createLogSigner('localhost/log', keys.logKey),
    log: { error: () => undefined, warn: () => undefined },
    breaker: createHarvestBreaker(),
    // An import discloses nothing, so nobody is ever reached by one.
    freeze: () => Promise.reject(new Error('an import reaches nobody')),
  })
  return {
    app,
    turnstile,
    keyring,
    async close() {
      await Promise.all([app.close(), db.close()])
    },
  }
}
