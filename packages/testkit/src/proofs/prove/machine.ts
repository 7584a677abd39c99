// What a run was made on and of: the machine, the versions, the commit.

import { execFile } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { onServer } from '../../postgres.ts'
import { startPostgres } from '../../postgres-server.ts'

/** What a run was made on. Facts by their names, ready to be read. */
export type Machine = Readonly<Record<string, string>>

/** Looks around. @param folder the repository's */
export async function describeMachine(folder: string, databaseUrl: string | undefined): Promise<Machine> {
  const git = (...args: string[]): Promise<string> =>
    promisify(execFile)('git', args, { cwd: folder }).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    )
  const [commit, changed] = [await git('rev-parse', 'HEAD'), await git('status', '--porcelain')]
  const files = changed === '' ? 0 : changed.split('\n').length
  return {
    commit: `${commit || 'unknown'}${files > 0 ? `, and ${files} files changed since` : ''}`,
    PostgreSQL: await postgresVersion(databaseUrl),
    Node: process.versions.node,
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `Linux ${release()}, ${process.arch}`,
    'load before': (loadavg()[0] ?? Number.NaN).toFixed(1),
  }
}

async function postgresVersion(databaseUrl: string | undefined): Promise<string> {
  const { server, end } = await startPostgres(databaseUrl)
  try {
    const { rows } = await onServer(server.owner, (client) =>
      client.query<{ server_version: string }>('show server_version'),
    )
    const version = rows[0]?.server_version ?? 'unknown'
    return databaseUrl ? `${version} at DATABASE_URL; kills on the embedded one` : `${version}, embedded`
  } finally {
    await end()
  }
}
