// Makes one database on the embedded server; what goes into it is the migrations' business.

import pg from 'pg'
import { withClient } from '../with-client.ts'
import type { EmbeddedConnection } from './embedded.ts'

// duplicate_database, and unique_violation when two processes make it at the same moment.
const alreadyThere = new Set(['42P04', '23505'])

/** Makes sure the database exists, and gives the connection to it. Idempotent, also when called by several processes at once. */
export async function createDatabase(
  connection: EmbeddedConnection,
  name: string,
): Promise<EmbeddedConnection> {
  await withClient(connection, async (client) => {
    await client.query(`create database ${pg.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      if (!alreadyThere.has(error.code ?? '')) throw error
    })
  })
  return { ...connection, database: name }
}
