// A real system in a vitest run, on a database of the run's server; taken down when the test file ends.
import { afterAll } from 'vitest'
import { type ComposeOptions, composeSystem, serveSystem, type TestSystem } from './compose-system.ts'
import { cloneDatabase } from './test-database.ts'

/** A system on a fresh database, taken down when the test file ends. To be awaited at the top level of a file or describe. */
export async function testSystem(options: ComposeOptions = {}): Promise<TestSystem> {
  const opened = await composeSystem(await cloneDatabase(), options)
  afterAll(opened.close)
  return opened
}

/** A test system that listens on a port of its own; `url` is its public address. */
export async function testServer(
  options: ComposeOptions = {},
): Promise<TestSystem & { readonly url: string }> {
  const opened = await serveSystem(await cloneDatabase(), options)
  afterAll(opened.close)
  return opened
}
