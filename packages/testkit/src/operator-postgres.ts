// A PostgreSQL as an operator runs one: any version npm has, over TCP with passwords, in whatever language and with whatever settings.

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../server/src/ports/free-port.ts'
import { programEnvironment, runProgram } from '../../server/src/store/embedded/binaries.ts'
import { findPostmaster } from '../../server/src/store/embedded/postmaster.ts'
import { findSite, type PreparedSite, prepareSite } from '../../server/src/store/embedded/site.ts'
import { waitUntil } from '../../server/src/store/embedded/wait-until.ts'
import { onServer } from './postgres.ts'
import { type OlderPostgres, olderBinaries } from './postgres-binaries.ts'

/** How an operator set the server up. */
export interface OperatorOptions {
  readonly version: OlderPostgres
  /** Settings, as `postgresql.conf` names them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Texts of files in the data folder, by name, readable by the server alone: a certificate and its key. */
  readonly files?: Readonly<Record<string, string>>
}

/** A login, with its password, to one database. */
export interface OperatorLogin {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

/** A server that runs until `end`. */
export interface OperatorPostgres {
  /** The superuser's login to the database `postgres`. */
  readonly superuser: OperatorLogin
  /** The folder of its Unix socket. */
  readonly socketFolder: string
  /**
   * Makes a login with the rights named, and a database it owns: as many an operator hands out, no superuser's.
   * @param rights attributes of `create role`
   */
  makeOwner(rights: string): Promise<OperatorLogin>
  /** Stops it, cutting off whoever is connected, and removes its data. */
  end(): Promise<void>
}

const startBoundMs = 60_000

/**
 * Starts a server on a port of its own. Where the version can, texts order as in American English, as on many an
 * operator's machine, so that what relies on the order of bytes is found out.
 * @throws Error with what the server said when it does not start
 */
export async function startOperatorPostgres(options: OperatorOptions): Promise<OperatorPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-operator-'))
  const password = randomBytes(12).toString('hex')
  const site = await makeCluster(folder, options, password)
  const port = await freePort()
  const child = await launch(site, {
    ...options.settings,
    listen_addresses: 'localhost',
    port: String(port),
    unix_socket_directories: site.cluster,
  })
  const superuser = { host: 'localhost', port, database: 'postgres', user: 'postgres', password }
  const endWithUs = (): void => void child.kill('SIGINT')
  process.once('exit', endWithUs)
  return {
    superuser,
    socketFolder: site.cluster,
    makeOwner: (rights) => makeOwner(superuser, rights),
    async end() {
      process.off('exit', endWithUs)
      await stop(child)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function makeCluster(
  folder: string,
  { version, files = {} }: OperatorOptions,
  password: string,
): Promise<PreparedSite> {
  const site = await prepareSite(await findSite(folder), {
    dataDir: folder,
    binaries: await realpath(await olderBinaries(version)),
    isolation: 'auto',
    name: randomBytes(6).toString('hex'),
  })
  const { uid, gid } = site.account
  const give = async (path: string, text: string): Promise<void> => {
    await writeFile(path, text, { mode: 0o600 })
    await chown(path, uid, gid)
  }
  await mkdir(site.cluster, { mode: 0o700 })
  await chown(site.cluster, uid, gid)
  const passwordFile = join(site.folder, 'password')
  await give(passwordFile, password)
  const order = version >= 15 ? ['--locale-provider=icu', '--icu-locale=en-US'] : []
  const words = [
    `--pgdata=${site.cluster}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    ...order,
  ]
  await runProgram('initdb', join(site.binaries, 'bin', 'initdb'), words, site.launch)
  for (const [name, text] of Object.entries(files)) await give(join(site.cluster, name), text)
  return site
}

async function launch(site: PreparedSite, settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const { prefix, uid, gid, libraries } = site.launch
  const [program, ...options] = [join(site.binaries, 'bin', 'postgres'), '-D', site.cluster]
  const [command, ...words] = [...prefix, program, ...options]
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(command, [...words, ...given], {
    ...(uid !== undefined && { uid, gid: gid ?? uid }),
    cwd: '/',
    env: programEnvironment(libraries),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  })
  const ready = await waitUntil(startBoundMs, async () => {
    if (child.exitCode !== null) return false
    return (await findPostmaster(site.cluster))?.status === 'ready' || undefined
  })
  if (ready !== true) {
    await stop(child)
    throw new Error(`PostgreSQL did not start. It said: ${said}`)
  }
  return child
}

async function makeOwner(superuser: OperatorLogin, rights: string): Promise<OperatorLogin> {
  const name = `owner_${randomBytes(4).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await onServer(superuser, async (client) => {
    await client.query(`create role ${name} login ${rights} password '${password}'`)
    await client.query(`create database ${name} owner ${name}`)
  })
  return { ...superuser, database: name, user: name, password }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGINT')
  await gone
}
