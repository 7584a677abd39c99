// A real system for tests: real PostgreSQL, real keys in a folder of its own, the clock and layers a test asks for.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { loadServerKeys } from '../../server/src/ledger/server-keys.ts'
import { compose, listen, type OpenSystem, type Parts } from '../../server/src/main.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { systemRandom } from '../../server/src/ports/random.ts'
import { type TestClock, testClock } from './clock.ts'
import { cloneDatabase, type TestDatabase } from './postgres.ts'

/** A system and what a test needs around it. */
export interface TestSystem extends OpenSystem {
  readonly clock: TestClock
  readonly database: TestDatabase
  readonly keysFolder: string
  /** A second server's system on the same database and keys. */
  second(options?: Partial<Parts>): Promise<OpenSystem>
}

/** A system on a fresh database, taken down when the test file ends. To be awaited at the top level of a file or describe. */
export async function testSystem(
  options: Partial<Parts> & { readonly testClock?: TestClock } = {},
): Promise<TestSystem> {
  const database = await cloneDatabase()
  const keysFolder = join(await mkdtemp(join(tmpdir(), 'countersign-keys-')), 'keys')
  const keys = await loadServerKeys(keysFolder, { create: true, random: systemRandom })
  const clock = options.testClock ?? testClock()
  const parts: Parts = {
    connect: (role) => database.as(role),
    keys,
    keysFolder,
    clock,
    random: systemRandom,
    log: pino({ level: process.env.COUNTERSIGN_TEST_LOG ?? 'silent', base: null }),
    publicUrl: 'http://localhost:4747',
    floor: 'author',
    makeDemo: false,
    poolSize: 6,
    ...options,
  }
  const opened = await compose(parts)
  const others: OpenSystem[] = []
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await Promise.all([opened, ...others].map((system) => system.close()))
    await database.drop()
    await rm(join(keysFolder, '..'), { recursive: true, force: true })
  }
  afterAll(close)
  return {
    system: opened.system,
    clock,
    database,
    keysFolder,
    close,
    async second(more) {
      const other = await compose({ ...parts, ...more })
      others.push(other)
      return other
    },
  }
}

/** A test system that listens on a port of its own; `url` is its public address. */
export async function testServer(
  options: Parameters<typeof testSystem>[0] = {},
): Promise<TestSystem & { readonly url: string }> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const opened = await testSystem({ publicUrl: url, ...options })
  const listening = await listen(opened.system, { host: 'localhost', port })
  const close = async (): Promise<void> => {
    await listening.close()
    await opened.close()
  }
  afterAll(close)
  return { ...opened, url, close }
}
