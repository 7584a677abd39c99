// The PostgreSQL that tests and proofs run on: an embedded one of their own, or the server a DATABASE_URL names.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDatabaseUrl } from '../../server/src/database-url.ts'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import { startEmbedded } from '../../server/src/store/embedded/index.ts'
import { dropDatabase, onServer, type TestPostgres } from './postgres.ts'

/** A server for a while: `end` takes away the embedded one, or every database made on the given one. */
export interface StartedPostgres {
  readonly server: TestPostgres
  end(): Promise<void>
}

/** Starts an embedded PostgreSQL in a folder of its own, or uses the one an address names. */
export async function startPostgres(databaseUrl?: string): Promise<StartedPostgres> {
  const prefix = `countersign_test_${randomBytes(4).toString('hex')}`
  const { owner, end } = await (databaseUrl ? given(databaseUrl, prefix) : embedded())
  return { server: { owner, prefix }, end }
}

interface Found {
  readonly owner: ConnectionParameters
  end(): Promise<void>
}

async function embedded(): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-test-'))
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    random: (size) => randomBytes(size),
    log: { info: () => undefined },
  })
  return {
    owner: server.connection,
    async end() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function given(text: string, prefix: string): Promise<Found> {
  const parsed = parseDatabaseUrl(text)
  if (!parsed.ok) throw new Error(`DATABASE_URL ${parsed.error}`)
  const owner = parsed.value
  return {
    owner,
    async end() {
      const { rows } = await onServer(owner, async (client) => {
        const made = await client.query<{ datname: string; datistemplate: boolean }>(
          'select datname, datistemplate from pg_database where starts_with(datname, $1)',
          [prefix],
        )
        // By statement rather than in the catalogue, which only a superuser may write.
        for (const { datname, datistemplate } of made.rows)
          if (datistemplate) await client.query(`alter database ${datname} is_template false`)
        return made
      })
      for (const { datname } of rows) await dropDatabase(owner, datname)
    },
  }
}
