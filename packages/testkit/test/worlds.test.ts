// A short run of random worlds: the database path, decide() and the oracle agree, over HTTP too, and no byte tells more.
import { afterAll, describe, expect, it } from 'vitest'
import { drawPlay } from '../src/proofs/worlds/play.ts'
import { type FoundAt, runWorlds } from '../src/proofs/worlds/run.ts'
import { openStage } from '../src/proofs/worlds/stage.ts'
import { addTally, emptyTally, endings } from '../src/proofs/worlds/tally.ts'
import { startWorkers } from '../src/proofs/worlds/workers.ts'
import { testPostgres } from '../src/test-database.ts'

const WORLDS = 64
const HTTP_WORLDS = 5
const TRACED_WORLDS = 3

const stage = await openStage(testPostgres())
afterAll(() => stage.close())

describe('random worlds', () => {
  it('are answered alike by the database path, decide() and the oracle, and hold no byte of what is withheld (COP-01, design §12)', {
    timeout: 240_000,
  }, async () => {
    const tally = emptyTally()
    const findings: FoundAt[] = []
    const order = {
      seed: 1,
      first: 0,
      step: 1,
      end: WORLDS,
      httpBelow: HTTP_WORLDS,
      tracesBelow: TRACED_WORLDS,
    }
    await runWorlds(stage, order, {
      onTally: (seen) => addTally(tally, seen),
      onFinding: (found) => findings.push(found),
      goOn: () => true,
    })
    expect(findings).toEqual([])
    expect(tally).toMatchObject({ worlds: WORLDS, differences: 0, hits: 0, traces: 0 })
    // A run in which nothing was asked or everything refused would prove nothing.
    const perWorld = tally.calls / WORLDS
    expect(tally.http).toBe(HTTP_WORLDS * perWorld)
    expect(tally.traceless).toBeGreaterThan(perWorld)
    const ends = endings(tally)
    expect((ends['items'] ?? 0) / tally.calls).toBeGreaterThan(0.2)
    expect(Object.keys(ends).length).toBeGreaterThan(15)
  })

  it('leave no connection behind with a server begun anew, of which a long run has thousands', async () => {
    const connections = async (): Promise<number> => {
      const { rows } = await stage.gate.query<{ open: number }>(
        'select count(*)::int as open from pg_stat_activity where datname = current_database()',
      )
      return rows[0]?.open ?? 0
    }
    const before = await connections()
    for (let i = 0; i < 3; i++) await (await stage.serveFresh()).close()
    await expect.poll(connections).toBeLessThanOrEqual(before)
  })

  it('are loaded although a server of the stage waits for the load, and the load for it', async () => {
    const worlds = [drawPlay(1, 70).world]
    await stage.load(worlds)
    let loading = Promise.resolve()
    await stage.gate.transaction(async (session) => {
      await session.query('select 1 from messages')
      loading = stage.load(worlds)
      const waits = async (): Promise<boolean> =>
        (await stage.gate.query('select 1 from pg_locks where not granted')).rowCount > 0
      await expect.poll(waits, { timeout: 10_000 }).toBe(true)
      await session.query('select 1 from persons')
    })
    await expect(loading).resolves.toBeUndefined()
  })

  it('go on at any world, and say where when a worker is lost', { timeout: 120_000 }, async () => {
    const order = { seed: 1, first: 70, end: 76, httpBelow: 0, tracesBelow: 0 }
    const tally = emptyTally()
    const hear = {
      onTally: (seen: typeof tally) => addTally(tally, seen),
      onFinding: ({ what }: FoundAt) => expect.unreachable(what),
    }
    await startWorkers(testPostgres(), order, 2, hear).done
    expect(tally).toMatchObject({ worlds: 6, differences: 0 })
    const server = testPostgres()
    const nowhere = { ...server, owner: { ...server.owner, user: 'nobody_here' } }
    await expect(startWorkers(nowhere, order, 2, hear).done).rejects.toThrow('--from 70 goes on')
  })
})
