// A PostgreSQL of the proof's own that can be killed, whole or one process of it, and started again on the same data.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbedded } from '../../../../server/src/store/embedded/index.ts'
import { onServer, type TestPostgres } from '../../postgres.ts'
import type { Dice } from '../../worlds/dice.ts'

/** A PostgreSQL that dies and comes back. */
export interface MortalPostgres {
  readonly server: TestPostgres
  readonly version: string
  /** SIGKILL for the postmaster and every process it has. Resolves when all of them are gone. */
  kill(): Promise<void>
  /** SIGKILL for one process that serves a login of ours; PostgreSQL then throws all others out and recovers by itself. */
  killBackend(dice: Dice): Promise<void>
  /** Starts it again, or waits until it has come back by itself: its recovery included. */
  back(): Promise<void>
  end(): Promise<void>
}

/** Starts one in a folder of its own. */
export async function startMortalPostgres(): Promise<MortalPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-kills-'))
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbedded({
      dataDir: join(folder, 'postgres'),
      random: (size) => randomBytes(size),
      log: { info: () => undefined },
    })
  let running = await start()
  const owner = running.connection
  return {
    server: { owner, prefix: 'countersign_kills' },
    version: running.version,
    async kill() {
      const { pid } = running
      // Stopped first, so that it starts nobody while its processes are counted.
      process.kill(pid, 'SIGSTOP')
      const all = [...childrenOf(pid), pid]
      for (const one of all) killQuietly(one)
      while (all.some(isAlive)) await wait(2)
    },
    async killBackend(dice) {
      const ours = childrenOf(running.pid).filter((pid) =>
        / countersign_(app|gate|turnstile) /.test(titleOf(pid)),
      )
      if (ours.length === 0) throw new Error('PostgreSQL serves nobody of ours')
      const chosen = dice.pick(ours)
      process.kill(chosen, 'SIGKILL')
      while (isAlive(chosen)) await wait(2)
    },
    async back() {
      if (!isAlive(running.pid)) {
        // The dead one's entry among the users of the data goes with it.
        await running.stop()
        running = await start()
      }
      while (!(await answers(owner))) await wait(20)
    },
    async end() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function answers(owner: TestPostgres['owner']): Promise<boolean> {
  return onServer(owner, (client) => client.query('select')).then(
    () => true,
    () => false,
  )
}

/** Fields of /proc/pid/stat behind the name, which can hold anything. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.[1] === String(parent))
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

/** A zombie has let go of everything; only its parent has not looked yet. */
function isAlive(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone by itself meanwhile.
  }
}
