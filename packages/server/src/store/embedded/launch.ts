// Starts the postmaster so that it outlives us, and waits until it is ready or says why it is not.

import { spawn } from 'node:child_process'
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { programEnvironment } from './binaries.ts'
import { inUseElsewhere, lockPrefix, lockRefused } from './cluster-lock.ts'
import { EmbeddedPostgresError, explainFailure } from './errors.ts'
import { giveAway } from './files.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { fixedSettings } from './settings.ts'
import type { PreparedSite } from './site.ts'
import { socketPort } from './socket-folder.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Starts the server in a session of its own, so that neither Ctrl-C nor the end of this process reaches it, and waits until it is ready.
 * The postmaster and all its children hold a flock(2) on `cluster.lock`: the kernel's word, also across containers, that one server has it.
 */
export async function launchPostmaster(
  site: PreparedSite,
  socketFolder: string,
  boundMs: number,
): Promise<Postmaster> {
  const { launch } = site
  const logFolder = join(site.folder, 'log')
  await mkdir(logFolder, { recursive: true, mode: 0o700 })
  await giveAway(logFolder, site.account)
  const startLog = join(logFolder, 'start.log')
  const before = await logSizes(logFolder)
  const words = [
    ...(await lockPrefix(site)),
    ...launch.prefix,
    join(site.binaries, 'bin', 'postgres'),
    '-D',
    site.cluster,
    ...fixedSettings(socketFolder, logFolder, socketPort),
  ]
  const ended = await spawnDetached(words, site, startLog)
  const ready = await waitUntil(boundMs, async () => {
    if (ended.code !== undefined) return 'ended' as const
    const found = await findPostmaster(site.cluster)
    return found?.pid === ended.pid && found?.status === 'ready' ? found : undefined
  })
  if (ready !== undefined && ready !== 'ended') return ready
  if (ended.code === lockRefused) throw inUseElsewhere(site)
  if (ready === undefined) {
    process.kill(ended.pid, 'SIGQUIT')
    throw new EmbeddedPostgresError(
      'start_failed',
      `The database was not ready after ${boundMs} ms. Its log is ${logFolder}; start again, it goes on where it was.`,
    )
  }
  throw explainFailure('postgres', await saidSince(logFolder, before))
}

type Ended = { readonly pid: number; code: number | undefined }

async function spawnDetached(words: readonly string[], site: PreparedSite, startLog: string): Promise<Ended> {
  const [command = '', ...rest] = words
  const { uid, gid, libraries } = site.launch
  const ids = uid === undefined ? {} : { uid, gid: gid ?? uid }
  // A file, not a pipe: a server that outlives us must not die of writing to nobody.
  const output = await open(startLog, 'w', 0o600)
  try {
    const child = spawn(command, rest, {
      ...ids,
      cwd: '/',
      detached: true,
      env: programEnvironment(libraries),
      stdio: ['ignore', output.fd, output.fd],
    })
    const ended: Ended = { pid: child.pid ?? 0, code: undefined }
    child.once('exit', (code, signal) => {
      ended.code = code ?? (signal === null ? 1 : 128)
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) => reject(explainFailure('postgres', error.message)))
    })
    child.unref()
    return ended
  } finally {
    await output.close()
  }
}

async function logSizes(logFolder: string): Promise<ReadonlyMap<string, number>> {
  const names = (await readdir(logFolder)).filter((name) => name.startsWith('postgres-'))
  const sizes = names.map(async (name) => [name, (await stat(join(logFolder, name))).size] as const)
  return new Map(await Promise.all(sizes))
}

/** What the server said while starting: on standard error, and in its own log once that had begun. */
async function saidSince(logFolder: string, before: ReadonlyMap<string, number>): Promise<string> {
  const names = (await readdir(logFolder)).filter(
    (name) => name.startsWith('postgres-') || name === 'start.log',
  )
  const texts = names.map(async (name) => {
    const text = await readFile(join(logFolder, name))
    return text.subarray(before.get(name) ?? 0).toString('utf8')
  })
  return (await Promise.all(texts)).join('\n')
}
