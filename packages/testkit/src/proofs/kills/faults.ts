// The faults a run of kills must find: what a system in a hurry would do. None of them shows as long as nothing dies.
import { onServer } from '../../postgres.ts'
import type { Stage } from './stage.ts'

/** A fault: what it is, and how it gets there. */
export interface Fault {
  readonly says: string
  /** The name of a plant of plants.ts, for every server. */
  readonly plant?: string
  /** What is done to the database. */
  readonly spoil?: (stage: Stage) => Promise<void>
}

/**
 * PostgreSQL told not to wait for its disk, which start-up refuses (design §10): what a killed server of it has not
 * written yet is lost. A lost fsync is not among these: no kill of a process shows one, since the kernel goes on and
 * writes what it was given; it takes a machine without power, or a lying disk.
 */
async function dontWaitForDisk({ database }: Stage): Promise<void> {
  await onServer(database.owner, async (client) => {
    for (const role of ['countersign_app', 'countersign_turnstile'])
      await client.query(`alter role ${role} set synchronous_commit = off`)
    // For connections that are there already.
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename in ('countersign_app', 'countersign_turnstile')`,
    )
  })
}

/** By name. */
export const faults: Readonly<Record<string, Fault>> = {
  'early-release': {
    says: 'answers and permission changes are let out before their commit',
    plant: 'early-release',
  },
  'no-sync': { says: 'commits are answered before they are on the disk', spoil: dontWaitForDisk },
}
