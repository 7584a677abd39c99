// A short race: server processes on one database, everybody at once over HTTP, and the checker that finds what is planted.
import { describe, expect, it } from 'vitest'
import { type RaceFindings, type RaceOptions, runRace } from '../src/proofs/races/run.ts'
import { setStage } from '../src/proofs/races/stage.ts'
import { testPostgres } from '../src/test-database.ts'

const RACE_MS = 15_000
const FAULT_MS = 90_000

async function race(options: Pick<RaceOptions, 'ms' | 'until'>, plant?: string): Promise<RaceFindings> {
  const stage = await setStage(testPostgres(), { servers: 2, plant })
  try {
    const signal = new AbortController().signal
    return await runRace(stage, { seed: 1, readers: 6, signal, ...options })
  } finally {
    await stage.close()
  }
}

describe('two servers, everybody at once', () => {
  it('no answer begun after a withdrawal, a switch, an end or a deletion holds what it took away (SUN-03, SUN-01, COP-05, DEL-01)', {
    timeout: 180_000,
  }, async () => {
    const { stale, withheld, odd, unrecorded, ledger, ...found } = await race({ ms: RACE_MS })
    expect({ stale, behind: ledger.behind, broken: ledger.broken, unrecorded, withheld, odd }).toEqual({
      stale: [],
      behind: [],
      broken: [],
      unrecorded: [],
      withheld: [],
      odd: [],
    })
    expect([...found.acts].filter(([, { unknown }]) => unknown > 0)).toEqual([])
    // A race in which nothing happened would prove nothing.
    expect(found.served).toBeGreaterThan(5)
    expect(found.refused).toBeGreaterThan(5)
    expect(ledger.disclosures).toBeGreaterThan(5)
    expect(found.acts.size).toBeGreaterThan(10)
  })

  it('a cache of permits added on purpose is caught', { timeout: 180_000 }, async () => {
    const found = await race({ ms: FAULT_MS, until: 'stale' }, 'cache')
    expect(found.stale).not.toEqual([])
    expect(found.foundAfter).toBeGreaterThan(0)
  })
})
