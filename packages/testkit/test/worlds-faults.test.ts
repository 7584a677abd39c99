// Every fault planted in a rule, a layer or on the wire is found by random worlds, and what shows it can be made small.
import { afterAll, describe, expect, it } from 'vitest'
import { everyFault, huntFaults } from '../src/proofs/worlds/faults/find.ts'
import { itemFaults } from '../src/proofs/worlds/faults/items.ts'
import { drawPlay, judge, realJudges } from '../src/proofs/worlds/play.ts'
import { shrink } from '../src/proofs/worlds/shrink.ts'
import { openStage } from '../src/proofs/worlds/stage.ts'
import { testPostgres } from '../src/test-database.ts'

const stage = await openStage(testPostgres())
afterAll(() => stage.close())

describe('planted faults', () => {
  it('are many, in every layer', () => {
    expect(everyFault.length).toBeGreaterThan(100)
    expect(new Set(everyFault.map(({ what }) => what)).size).toBe(everyFault.length)
    const layers = new Set(everyFault.map(({ layer }) => layer))
    expect([...layers]).toEqual([
      'rule',
      'plan',
      'query',
      'projection',
      'look',
      'exit check',
      'lists',
      'wire',
    ])
  })

  it('are all found', { timeout: 300_000 }, async () => {
    const hunts = await huntFaults(stage, 1, () => undefined)
    expect(hunts.filter(({ found }) => found === null).map(({ fault }) => fault.what)).toEqual([])
    expect(hunts).toHaveLength(everyFault.length)
  })

  it('are shown by a world of a few things', { timeout: 60_000 }, async () => {
    const fault = itemFaults.find(({ what }) => what === 'a reaction need not ask who reacted')
    if (fault === undefined || !('judge' in fault.plant)) throw new Error('no such fault')
    const judges = { ...realJudges, decide: fault.plant.judge }
    for (let n = 0; ; n++) {
      const { world, calls } = drawPlay(1, n)
      const shown = calls.find(({ call }) => judge(judges, world, call, null) !== null)
      if (shown === undefined) continue
      const small = await shrink(
        world,
        shown.call,
        async (smaller, call) => judge(judges, smaller, call, null) !== null,
      )
      expect(judge(judges, small.world, small.call, null)).not.toBeNull()
      expect(small.world.threads).toHaveLength(1)
      expect(small.world.threads[0]?.messages).toHaveLength(1)
      expect(small.world.threads[0]?.messages[0]?.reactions).toHaveLength(1)
      expect(small.world.people.length).toBeLessThanOrEqual(3)
      return
    }
  })
})
