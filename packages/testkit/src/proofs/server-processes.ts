// Server processes for proofs: several of them on one database, each to be killed or stopped at will.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TurnPoint } from '../../../server/src/gate/turn.ts'
import { freePort } from '../../../server/src/ports/free-port.ts'
import type { ConnectionParameters } from '../../../server/src/store/database.ts'

/** Where a server finds its database and keys, both made before. */
export interface ServerPlace {
  readonly owner: ConnectionParameters
  /** The database's name. */
  readonly database: string
  readonly keysFolder: string
}

/** What a server process is started with. */
export interface ServerOrder extends ServerPlace {
  /** Its public address, which is where it listens: `http://localhost:port`. */
  readonly url: string
  /** A fault to plant, one of plants.ts. */
  readonly plant?: string
  /** Ports of this machine it may reach; otherwise none. */
  readonly localPorts?: readonly number[]
}

/** What a server process is told while it runs. */
export type ToServer = { readonly standAt: TurnPoint; readonly passes: number } | { readonly goOn: true }

/** What a server process says. */
export type FromServer = { readonly listening: string } | { readonly standingAt: TurnPoint }

/** A server process that listens. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<void>
  /**
   * Has its turnstile stand still when it is at this point of a turn for the n-th time from now: whoever is killed then is
   * killed exactly there. Resolves when it stands; never when it is gone before.
   */
  standAt(point: TurnPoint, passes: number): Promise<void>
  /** Lets it go on where it stands. */
  goOn(): void
  /** SIGKILL now. Resolves when it is gone. */
  kill(): Promise<void>
  /** Lets it answer what it has begun, then end. Resolves when it is gone. */
  stop(): Promise<void>
}

const child = fileURLToPath(new URL('server-child.ts', import.meta.url))

/**
 * Starts a server process and waits until it listens.
 * @param options.url where to listen: given again after a kill, the server comes back at the same address
 * @throws Error when it ends before it listens; what it said is on this process's standard error
 */
export async function startServerProcess(
  place: ServerPlace,
  options: Partial<Omit<ServerOrder, keyof ServerPlace>> = {},
): Promise<ServerProcess> {
  const url = options.url ?? `http://localhost:${await freePort()}`
  const order: ServerOrder = { ...place, ...options, url }
  const server = fork(child, [JSON.stringify(order)], {
    execArgv: [],
    // In the run's own folder: a server that is started again and again is compiled once.
    env: { ...process.env, NODE_COMPILE_CACHE: join(place.keysFolder, '..', 'compiled') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(server, 'exit').then(() => undefined)
  await Promise.race([
    once(server, 'message'),
    gone.then(() => {
      throw new Error('a server process ended before it listened')
    }),
  ])
  return processOf(server, url, gone)
}

function processOf(server: ChildProcess, url: string, gone: Promise<void>): ServerProcess {
  if (server.pid === undefined) throw new Error('a server process without a number')
  return {
    url,
    pid: server.pid,
    gone,
    async standAt(standAt, passes) {
      const stands = once(server, 'message')
      send(server, { standAt, passes })
      await stands
    },
    goOn: () => send(server, { goOn: true }),
    async kill() {
      server.kill('SIGKILL')
      await gone
    },
    async stop() {
      if (server.connected) server.disconnect()
      await gone
    },
  }
}

/** One that is gone meanwhile hears nothing; its end is noticed where it is waited for. */
function send(server: ChildProcess, message: ToServer): void {
  if (server.connected) server.send(message, () => undefined)
}
