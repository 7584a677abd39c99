// Before the tests of a run: one real PostgreSQL for all of them, the embedded one or the server DATABASE_URL names; gone afterwards.

import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'
// Only for the type it gives `provide`.
import type {} from './test-database.ts'

/** Starts or finds the server, tells the test files, and hands vitest what to do at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, end } = await startPostgres(process.env['DATABASE_URL'])
  project.provide('countersignPostgres', server)
  return end
}
