// Databases of a vitest run: the run's server from its global setup, and databases that go when their test file ends.
import { afterAll, inject } from 'vitest'
import { makeDatabase, type TestDatabase, type TestDatabaseOptions, type TestPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    countersignPostgres: TestPostgres
  }
}

/** The server of this run. @throws outside a vitest project whose globalSetup is testkit's `global-setup.ts`. */
export function testPostgres(): TestPostgres {
  const server = inject('countersignPostgres')
  if (server === undefined)
    throw new Error('No test PostgreSQL: add packages/testkit/src/global-setup.ts to this vitest project.')
  return server
}

/**
 * A fresh database that is dropped when the test file ends. To be awaited at the top level of a test file or in its describe block; inside
 * a hook take `cloneDatabase` and return its `drop`.
 */
export async function freshDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const database = await cloneDatabase(options)
  afterAll(() => database.drop())
  return database
}

/** A fresh database on the run's server that the caller drops. */
export function cloneDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return makeDatabase(testPostgres(), options)
}
