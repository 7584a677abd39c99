// Before the tests of a run: the built app, and one real PostgreSQL for all of them, the embedded one or the server DATABASE_URL names; gone afterwards.

import { ensureBuilt } from '@countersign/web/build'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'
// Only for the type it gives `provide`.
import type {} from './test-database.ts'

/** Starts or finds the server, tells the test files, and hands vitest what to do at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt(() => undefined)
  const { server, end } = await startPostgres(process.env['DATABASE_URL'])
  project.provide('countersignPostgres', server)
  return end
}
