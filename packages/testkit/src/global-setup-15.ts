// Before the tests of a run on the oldest PostgreSQL served: the built app, and one 15 for all of them, as an operator runs it; gone afterwards.

import { ensureBuilt } from '@countersign/web/build'
import type { TestProject } from 'vitest/node'
import { startOperatorPostgres } from './operator-postgres.ts'
// Only for the type it gives `provide`.
import type {} from './test-database.ts'

/** Starts the server, tells the test files, and hands vitest what to do at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt(() => undefined)
  const { superuser, end } = await startOperatorPostgres({ version: 15 })
  project.provide('countersignPostgres', { owner: superuser, prefix: 'countersign_test' })
  return end
}
