// One connection of its own, outside every pool, for a piece of work before or beside the server.

import pg from 'pg'
import type { ConnectionParameters } from './database.ts'

/**
 * Does something on a connection that is closed afterwards, whatever happens.
 * @throws what the work threw, or what `pg` says when the database cannot be reached or is lost meanwhile
 */
export async function withClient<T>(
  to: ConnectionParameters,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...to, connectionTimeoutMillis: 10_000 })
  // A connection lost between two statements is told by the next one; an event nobody hears would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
