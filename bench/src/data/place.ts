// Where a bench's world is: a PostgreSQL and a key folder, made and filled, or found again where they were kept.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { loadServerKeys } from '../../../packages/server/src/ledger/server-keys.ts'
import { systemRandom } from '../../../packages/server/src/ports/random.ts'
import type { ConnectionParameters } from '../../../packages/server/src/store/database.ts'
import { createDatabase, startEmbedded } from '../../../packages/server/src/store/embedded/index.ts'
import { migrate } from '../../../packages/server/src/store/migrate.ts'
import { withClient } from '../../../packages/server/src/store/with-client.ts'

/** A PostgreSQL with the newest schema, and where the keys to it are. */
export interface Place {
  readonly owner: ConnectionParameters
  readonly keysFolder: string
  /** Does something as the owner of everything, on a connection of its own. */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Leaves; what was not to be kept is gone. */
  leave(): Promise<void>
}

/** What a place is made from. */
export interface PlaceOptions {
  /** A folder to keep everything in for the next time; otherwise a temporary one. */
  readonly keep?: string
  /** A server of one's own instead of the embedded one; its role passwords are set anew. */
  readonly server?: ConnectionParameters
}

const DATABASE = 'countersign_bench'

/** Makes a place, or comes back to a kept one. */
export async function openPlace({ keep, server }: PlaceOptions): Promise<Place> {
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'countersign-bench-')))
  await mkdir(folder, { recursive: true })
  const found = server === undefined ? await embedded(folder) : await given(server, keep !== undefined)
  const keysFolder = join(folder, 'keys')
  const keys = await loadServerKeys(keysFolder, { create: true, random: systemRandom })
  await migrate(found.owner, { rolePassword: keys.rolePassword })
  return {
    owner: found.owner,
    keysFolder,
    asOwner: (work) => withClient(found.owner, work),
    async leave() {
      await found.leave()
      if (keep === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

type Found = Pick<Place, 'owner' | 'leave'>

async function embedded(folder: string): Promise<Found> {
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    random: (size) => randomBytes(size),
    log: { info: () => undefined },
  })
  return { owner: await createDatabase(server.connection, DATABASE), leave: () => server.stop() }
}

async function given(server: ConnectionParameters, keep: boolean): Promise<Found> {
  const run = (sql: string): Promise<unknown> => withClient(server, (client) => client.query(sql))
  if (!keep) await run(`drop database if exists ${DATABASE} with (force)`)
  const there = await withClient(server, (client) =>
    client.query('select from pg_database where datname = $1', [DATABASE]),
  )
  if (there.rowCount === 0) await run(`create database ${DATABASE}`)
  return {
    owner: { ...server, database: DATABASE },
    async leave() {
      if (!keep) await run(`drop database if exists ${DATABASE} with (force)`)
    },
  }
}
