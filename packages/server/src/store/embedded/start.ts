// Starts the embedded PostgreSQL of a data folder, or joins the one that runs there; the last to leave stops it (design §10).

import { mkdir, realpath, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { locateBinaries } from './binaries.ts'
import { clearStale } from './cluster-lock.ts'
import {
  type EmbeddedConnection,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startBound,
  stopBound,
  usersFolder,
} from './embedded.ts'
import { EmbeddedPostgresError, explainFileError, PostgresInUseError } from './errors.ts'
import { ownerOf } from './files.ts'
import { lockFolder } from './folder-lock.ts'
import { checkVersion, initialiseCluster, superuserPassword } from './initialise.ts'
import { launchPostmaster } from './launch.ts'
import { leaving } from './leave.ts'
import { findPostmaster, type Postmaster, stopPostmaster } from './postmaster.ts'
import { superuser } from './settings.ts'
import { findSite, prepareSite, type Site } from './site.ts'
import { prepareSocketFolder } from './socket-folder.ts'
import { enterUser, livingUsers } from './users.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Gives a running PostgreSQL on the data folder, made first where there is none. Starts at the same time by several processes give one
 * cluster and one server. @throws EmbeddedPostgresError with a code and what to do; PostgresInUseError when someone holds the folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const name = Buffer.from(options.random(8)).toString('hex')
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
    const dataDir = await realpath(options.dataDir)
    const lock = await lockFolder(join(dataDir, 'lock'), name, startBound(options))
    try {
      return await startLocked({ ...options, dataDir }, name)
    } finally {
      await lock.release()
    }
  } catch (error) {
    throw explainFileError('Starting the database', error)
  }
}

type Server = {
  postmaster: Postmaster
  site: Site
  connection: EmbeddedConnection
  version: string
  adopted: boolean
}

async function startLocked(options: EmbeddedOptions, name: string): Promise<EmbeddedPostgres> {
  const began = performance.now()
  const site = await findSite(options.dataDir)
  const server = (await adopt(options, site)) ?? (await start(options, site, name))
  const users = usersFolder(options.dataDir)
  enterUser(users, name)
  const { postmaster, placement } = { postmaster: server.postmaster, placement: server.site.placement }
  options.log.info(
    {
      pid: postmaster.pid,
      version: server.version,
      adopted: server.adopted,
      placement,
      ms: Math.round(performance.now() - began),
    },
    placement.kind === 'here'
      ? `PostgreSQL is ready in ${server.site.folder}`
      : `PostgreSQL is ready. Its data are at ${placement.path}: ${placement.why}`,
  )
  const { connection, version, adopted } = server
  return {
    connection,
    pid: postmaster.pid,
    version,
    adopted,
    placement,
    stop: leaving(options, server.site.cluster, postmaster.pid, name),
  }
}

async function adopt(options: EmbeddedOptions, site: Site): Promise<Server | undefined> {
  const running = await settled(site, startBound(options))
  if (running === undefined) return undefined
  const users = livingUsers(usersFolder(options.dataDir))
  if (options.whenRunning === 'refuse' && users.length > 0) throw inUse(options.dataDir, users[0])
  const password = await superuserPassword(options.dataDir, true, options.random)
  const connection = connectionTo(running, password)
  try {
    return { postmaster: running, site, connection, version: await serverVersion(connection), adopted: true }
  } catch (cause) {
    // Its socket may have been cleared away, or all its connections be taken: with users that is their business, an orphan starts afresh.
    if (users.length > 0)
      throw new EmbeddedPostgresError(
        'in_use',
        `${inUse(options.dataDir, users[0]).message} It did not answer: ${(cause as Error).message}`,
        { cause },
      )
    await stopPostmaster(site.cluster, running.pid, stopBound(options))
    return undefined
  }
}

/** Waits until the server found is ready, or gone: one that is starting or stopping is neither. */
async function settled(site: Site, boundMs: number): Promise<Postmaster | undefined> {
  const answer = await waitUntil(boundMs, async () => {
    const found = await findPostmaster(site.cluster)
    if (found === undefined) return 'gone' as const
    return found.status === 'ready' ? found : undefined
  })
  if (answer === 'gone') return undefined
  if (answer !== undefined) return answer
  const pid = (await findPostmaster(site.cluster))?.pid
  throw new PostgresInUseError(
    `The database process ${pid} is neither ready nor gone after ${boundMs} ms. Look at the log in ${join(site.folder, 'log')}.`,
    pid,
  )
}

async function start(options: EmbeddedOptions, found: Site, name: string): Promise<Server> {
  const { dataDir, isolation = 'auto', elsewhereRoot } = options
  const binaries = await locateBinaries(options.binaries)
  const site = await prepareSite(found, {
    dataDir,
    binaries: await realpath(binaries),
    isolation,
    elsewhereRoot,
    name,
  })
  const exists = (await ownerOf(site.cluster)) !== undefined
  const password = await superuserPassword(dataDir, exists, options.random)
  const socketFolder = await prepareSocketFolder(dataDir, site.account.uid, options.socketRoot)
  try {
    if (exists) {
      await checkVersion(site)
      await clearStale(site, socketFolder)
    } else await makeCluster(options, site, password, name)
    const postmaster = await launchPostmaster(site, socketFolder, startBound(options))
    const connection = connectionTo(postmaster, password)
    return { postmaster, site, connection, version: site.version, adopted: false }
  } catch (error) {
    // Empty, or not ours to take away.
    await rmdir(socketFolder).catch(() => undefined)
    throw error
  }
}

async function makeCluster(
  { log }: Pick<EmbeddedOptions, 'log'>,
  site: Awaited<ReturnType<typeof prepareSite>>,
  password: string,
  name: string,
): Promise<void> {
  const began = performance.now()
  await initialiseCluster(site, password, name)
  log.info(
    { ms: Math.round(performance.now() - began), isolation: site.isolation },
    `A new PostgreSQL ${site.version} cluster was made`,
  )
}

function inUse(dataDir: string, pid: number | undefined): PostgresInUseError {
  return new PostgresInUseError(
    `Process ${pid} is using the database in ${dataDir}. Stop it first (\`kill ${pid}\`), or choose another folder with COUNTERSIGN_DATA.`,
    pid,
  )
}

function connectionTo(postmaster: Postmaster, password: string): EmbeddedConnection {
  return {
    host: postmaster.socketFolder,
    port: postmaster.port,
    user: superuser,
    password,
    database: 'postgres',
  }
}

async function serverVersion(connection: EmbeddedConnection): Promise<string> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? ''
  } finally {
    await client.end().catch(() => undefined)
  }
}
