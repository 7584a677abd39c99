// A short run of kills: every point of a turn, servers and database dead under load, and the faults that such a run finds.
import { describe, expect, it } from 'vitest'
import { moments, victims } from '../src/proofs/kills/deck.ts'
import { faults } from '../src/proofs/kills/faults.ts'
import { words, wordsOf } from '../src/proofs/kills/freshness.ts'
import { openInspector } from '../src/proofs/kills/inspector.ts'
import { openJournal } from '../src/proofs/kills/journal.ts'
import { signedIn } from '../src/proofs/kills/people-load.ts'
import { type KillsRun, runKills } from '../src/proofs/kills/run.ts'
import { makeStage } from '../src/proofs/kills/stage.ts'

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

  it('an act that is entered while a look begins is not taken for one that was lost', async () => {
    const stage = await makeStage()
    try {
      const journal = openJournal()
      const inspector = openInspector(stage, journal)
      const mark = 'k90000001'
      const sent = journal.send(mark)
      const before = words(mark, 0, 'sings along')
      const register = journal.register({ name: wordsOf(mark), before, repeats: () => 'enters again' })
      const state = words(mark, 1, 'sang along')
      const call = await signedIn({ stage, url: () => stage.urls[0] ?? '' }, 'ana')
      const path = `/threads/${stage.thread}/messages`
      const said = await call('POST', path, { text: before })
      const { id } = said.body as { readonly id: string }
      const changing = journal.begin(register, { state, entry: 'edited' })
      await call('PATCH', `${path}/${id}`, { text: state })
      // The look has begun, and knows of the sending what its client knew: no answer yet.
      const looking = inspector.look()
      sent.id = id
      sent.ackedAt = performance.now()
      changing.acknowledged()
      expect(await looking).toEqual([])
      expect(await inspector.look()).toEqual([])
    } finally {
      await stage.end()
    }
  })

  it.each(['early-release', 'no-sync'])('%s, planted, is found', { timeout: 240_000 }, async (fault) => {
    const { problems } = await kills(24, fault)
    expect(problems).not.toEqual([])
  })
})
