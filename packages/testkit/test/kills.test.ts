// A short run of kills: every point of a turn, servers and database dead under load, and the faults that such a run finds.
import { describe, expect, it } from 'vitest'
import { moments, victims } from '../src/proofs/kills/deck.ts'
import { faults } from '../src/proofs/kills/faults.ts'
import { type KillsRun, runKills } from '../src/proofs/kills/run.ts'

const kills = (count: number, fault?: string): Promise<KillsRun> =>
  runKills({
    count,
    seed: 1,
    ...(fault !== undefined && { fault: faults[fault] }),
    progress: () => undefined,
    stopped: () => false,
  })

describe('killed at every point of a turn, under load', () => {
  it('everything received is recorded, everything acknowledged is there, one history (REC-04, SUN-03)', {
    timeout: 240_000,
  }, async () => {
    const run = await kills(9)
    expect(run.problems).toEqual([])
    const cards = run.kills.map(({ card }) => card)
    expect(new Set(cards.map(({ moment }) => moment))).toEqual(new Set(moments))
    expect(new Set(cards.map(({ victim }) => victim))).toEqual(new Set(victims))
    // A run in which nothing happened would prove nothing.
    expect(run.seen.withData).toBeGreaterThan(20)
    expect(run.seen.items).toBeGreaterThan(20)
    expect(run.acts.messages).toBeGreaterThan(20)
    expect(run.acts.changes).toBeGreaterThan(10)
  })

  it.each(['early-release', 'no-sync'])('%s, planted, is found', { timeout: 240_000 }, async (fault) => {
    const { problems } = await kills(24, fault)
    expect(problems).not.toEqual([])
  })
})
