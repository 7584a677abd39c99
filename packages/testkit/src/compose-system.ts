// A real system for tests and proofs: real PostgreSQL, real keys in a folder of its own, the clock and layers asked for.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { loadServerKeys } from '../../server/src/ledger/server-keys.ts'
import { compose, listen, type OpenSystem, type Parts } from '../../server/src/main.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { openMailer } from '../../server/src/ports/mail.ts'
import { systemRandom } from '../../server/src/ports/random.ts'
import { type TestClock, testClock } from './clock.ts'
import type { TestDatabase } from './postgres.ts'

/** A system and what a test needs around it. */
export interface TestSystem extends OpenSystem {
  readonly clock: TestClock
  readonly database: TestDatabase
  readonly keysFolder: string
  /** A second server's system on the same database and keys; it closes with the first at the latest. */
  second(options?: Partial<Parts>): Promise<OpenSystem>
}

/** What may be chosen: any part, or a clock to move by hand. */
export type ComposeOptions = Partial<Parts> & { readonly testClock?: TestClock }

/** A system on a database, which goes with it when it closes. */
export async function composeSystem(
  database: TestDatabase,
  options: ComposeOptions = {},
): Promise<TestSystem> {
  const keysFolder = join(await mkdtemp(join(tmpdir(), 'countersign-keys-')), 'keys')
  const keys = await loadServerKeys(keysFolder, { create: true, random: systemRandom })
  const clock = options.testClock ?? testClock()
  const parts: Parts = {
    connect: (role) => database.as(role),
    keys,
    keysFolder,
    clock,
    random: systemRandom,
    log: pino({ level: process.env['COUNTERSIGN_TEST_LOG'] ?? 'silent', base: null }),
    publicUrl: 'http://localhost:4747',
    floor: 'author',
    makeDemo: false,
    poolSize: 6,
    // What a server without a mail address does: whole mails as files.
    mail: openMailer(
      {
        kind: 'folder',
        folder: join(keysFolder, '..', 'mail'),
        from: 'Countersign <no-reply@localhost>',
      },
      systemRandom,
    ),
    ...options,
  }
  const opened = await compose(parts)
  const others = new Set<OpenSystem>()
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await Promise.all([opened, ...others].map((system) => system.close()))
    await database.drop()
    await rm(join(keysFolder, '..'), { recursive: true, force: true })
  }
  return {
    system: opened.system,
    clock,
    database,
    keysFolder,
    close,
    async second(more) {
      const other = await compose({ ...parts, ...more })
      others.add(other)
      return {
        ...other,
        async close() {
          if (others.delete(other)) await other.close()
        },
      }
    },
  }
}

/** The same, listening on a port of its own; `url` is its public address. */
export async function serveSystem(
  database: TestDatabase,
  options: ComposeOptions = {},
): Promise<TestSystem & { readonly url: string }> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const opened = await composeSystem(database, { publicUrl: url, ...options })
  const listening = await listen(opened.system, { host: 'localhost', port })
  const close = async (): Promise<void> => {
    await listening.close()
    await opened.close()
  }
  return { ...opened, url, close }
}
