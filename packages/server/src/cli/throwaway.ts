// A throwaway server: on a data folder of its own that goes with it, and so the only one that may run on another clock.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, startServer } from '../main.ts'
import type { Clock } from '../ports/clock.ts'
import type { Settings } from '../settings.ts'

/**
 * Starts a server, has something done with it, and takes both away again, whatever happens. Its folder is made here and its
 * database is its own, whatever the settings and variables of the machine name: no clock but the machine's ever reaches data
 * that was there before.
 * @param clock the machine's unless given
 */
export async function withThrowaway<Out>(
  clock: Clock | undefined,
  work: (server: RunningServer) => Promise<Out>,
): Promise<Out> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  try {
    const server = await startServer(settingsIn(folder), { makeDemo: false, ...(clock && { clock }) })
    try {
      return await work(server)
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function settingsIn(data: string): Settings {
  return {
    data,
    keys: join(data, 'keys'),
    database: { kind: 'embedded' },
    host: 'localhost',
    port: 0,
    publicUrl: null,
    floor: 'author',
    signUp: 'open',
    logLevel: 'error',
    outboundLocal: [],
    linkProviders: [],
    fileMb: 20,
    filesMbADay: 500,
    mailUrl: null,
    mailFrom: null,
  }
}
