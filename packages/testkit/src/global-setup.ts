// Before the tests of a run: one real PostgreSQL for all of them, the embedded one or the server DATABASE_URL names; gone afterwards.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import { startEmbedded } from '../../server/src/store/embedded/index.ts'
import { dropDatabase, onServer, type TestPostgres } from './postgres.ts'

/** Starts or finds the server, tells the test files, and hands vitest what to do at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `countersign_test_${randomBytes(4).toString('hex')}`
  const { owner, end } = await (process.env['DATABASE_URL']
    ? given(process.env['DATABASE_URL'], prefix)
    : embedded())
  const server: TestPostgres = { owner, prefix }
  project.provide('countersignPostgres', server)
  return end
}

interface Server {
  readonly owner: ConnectionParameters
  end(): Promise<void>
}

async function embedded(): Promise<Server> {
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

async function given(text: string, prefix: string): Promise<Server> {
  const owner = parseDatabaseUrl(text)
  return {
    owner,
    async end() {
      const { rows } = await onServer(owner, async (client) => {
        await client.query(`update pg_database set datistemplate = false where starts_with(datname, $1)`, [
          prefix,
        ])
        return client.query<{ datname: string }>(
          'select datname from pg_database where starts_with(datname, $1)',
          [prefix],
        )
      })
      for (const { datname } of rows) await dropDatabase(owner, datname)
    },
  }
}

function parseDatabaseUrl(text: string): ConnectionParameters {
  const url = new URL(text)
  return {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(url.username),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  }
}
