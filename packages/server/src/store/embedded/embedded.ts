// What a caller gives the embedded PostgreSQL and gets from it.

import { join } from 'node:path'
import type { Isolation } from './isolation.ts'
import type { Placement } from './site.ts'

/** What `pg` needs to log in: the socket's folder as host, no network. */
export type EmbeddedConnection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** Where the supervisor says what it did: fields, then a sentence, as pino takes them. */
export type EmbeddedLog = { info(fields: object, message: string): void }

/** How to start. Only the first three are needed; the rest are seams for tests and unusual machines. */
export type EmbeddedOptions = {
  /** A folder of the supervisor's own, made when new. */
  readonly dataDir: string
  readonly log: EmbeddedLog
  /** Random bytes for the superuser's password and for names; must be unpredictable. */
  readonly random: (size: number) => Uint8Array
  /** What to do when a living process already uses the server; an orphan is always adopted. Default `adopt`. */
  readonly whenRunning?: 'adopt' | 'refuse'
  readonly isolation?: Isolation | 'auto'
  /** Folder with bin/, lib/, share/ instead of the installed package's. */
  readonly binaries?: string
  /** Parent of the socket's folder instead of the system's temporary folder. */
  readonly socketRoot?: string
  /** Where data go that cannot stay here, instead of /var/lib/countersign. */
  readonly elsewhereRoot?: string
  /** Bound for becoming ready, recovery after a crash included. Default five minutes. */
  readonly startTimeoutMs?: number
  /** Bound for the orderly shutdown before the hard one. Default 30 s. */
  readonly stopTimeoutMs?: number
}

/**
 * A running server this process uses. Everyone who started or joined it is a user of equal standing: `stop()`, or a clean exit of the process,
 * takes this user away, and the server stops when no living user is left. A killed process leaves the server to the others, or orphaned.
 */
export type EmbeddedPostgres = {
  readonly connection: EmbeddedConnection
  readonly pid: number
  /** Such as `18.4`. */
  readonly version: string
  /** True when the server was running before this call. */
  readonly adopted: boolean
  readonly placement: Placement
  /** Leaves, and stops the server if no other living process uses it; resolves when that is done. Calling it again is harmless. */
  stop(): Promise<void>
}

/** Milliseconds a start may take. */
export function startBound(options: EmbeddedOptions): number {
  return options.startTimeoutMs ?? 300_000
}

/** Milliseconds an orderly shutdown may take. */
export function stopBound(options: EmbeddedOptions): number {
  return options.stopTimeoutMs ?? 30_000
}

/** Where the users of a data folder's server are written down. */
export function usersFolder(dataDir: string): string {
  return join(dataDir, 'users')
}
