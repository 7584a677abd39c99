// Two servers on one database race withdrawals against reads: the ledger's order stays the order of the world (design §5).

import type { CountersignatureId, GrantId } from '@countersign/protocol'
import { checkLedger, makeWorld, received, testSystem, type Who } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { takeAnswerBack } from '../src/acts/answer-ask.ts'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { systemClock } from '../src/ports/clock.ts'
import { Problem } from '../src/problems.ts'

const RACE_MS = 10_000
const READERS = 6

// The machine's own clock, which the world need not move.
const clock = { ...systemClock, advance: () => undefined, set: () => undefined }
const opened = await testSystem({ clock })
const { system, database } = opened
const servers = [system, (await opened.second({ clock })).system] as const
const world = await makeWorld(system, clock)
const { people } = world
const words = Object.fromEntries(
  (['ana', 'ben', 'chika'] as const).map((who) => [who, `${who} has said this`]),
) as Record<'ana' | 'ben' | 'chika', string>

/** Whether somebody's withdrawal is acknowledged and nothing given since: then nothing of theirs may be in an answer. */
interface Out {
  out: boolean
  /** Counts up when something is about to be given, so that a read knows whether it overlapped. */
  era: number
}
const state: Record<'ana' | 'ben' | 'chika', Out> = {
  ana: { out: true, era: 0 },
  ben: { out: true, era: 0 },
  chika: { out: true, era: 0 },
}
const counts = { reads: 0, refused: 0, busy: 0, withdrawals: 0, stale: 0 }
let until = 0
const running = (): boolean => performance.now() < until
const pick = (): (typeof servers)[number] => servers[Math.random() < 0.5 ? 0 : 1] as (typeof servers)[number]
/** Long enough for reads to come through in between, short enough to fall into the middle of many. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 400))

async function giveAndWithdraw<T>(
  who: keyof typeof state,
  give: () => Promise<T>,
  withdraw: (given: T) => Promise<void>,
): Promise<void> {
  while (running()) {
    state[who].era += 1
    state[who].out = false
    const given = await give()
    await pause()
    await withdraw(given)
    state[who].out = true
    counts.withdrawals += 1
    await pause()
  }
}

async function read(): Promise<void> {
  while (running()) {
    const before = structuredClone(state)
    try {
      const got = await received(await world.ask('ana', {}, pick()))
      counts.reads += 1
      for (const who of Object.keys(words) as (keyof typeof words)[]) {
        const withdrawn = before[who].out && before[who].era === state[who].era
        if (withdrawn && got.body.includes(words[who])) counts.stale += 1
      }
      if (before.ana.out && before.ana.era === state.ana.era) counts.stale += 1
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'BUSY') counts.busy += 1
      else counts.refused += 1
    }
  }
}

describe('two servers, withdrawals against reads', () => {
  it('no disclosure stands behind its withdrawal, and no answer begun after it holds what was withdrawn (SUN-03)', {
    timeout: 60_000,
  }, async () => {
    for (const who of Object.keys(words) as Who[] as (keyof typeof words)[]) await world.say(who, words[who])
    until = performance.now() + RACE_MS
    const answering = (who: 'ben' | 'chika'): Promise<void> =>
      giveAndWithdraw<CountersignatureId>(
        who,
        () => world.countersign(who, { history: true }),
        (countersignature) => takeAnswerBack(pick(), { person: people[who], countersignature }),
      )
    await Promise.all([
      answering('ben'),
      answering('chika'),
      giveAndWithdraw<GrantId>(
        'ana',
        async () => (await world.grant('ana', { history: true })).id,
        (grant) => withdrawGrant(pick(), { person: people.ana, grant }),
      ),
      ...Array.from({ length: READERS }, read),
    ])
    const report = await checkLedger(database.owner, system)
    const { entries, turns, disclosures } = report
    process.stdout.write(`${JSON.stringify({ ...counts, entries, turns, disclosures })}\n`)
    expect(report.problems).toEqual([])
    expect(counts.stale).toBe(0)
    // A race in which nothing happened would prove nothing.
    expect(counts.withdrawals).toBeGreaterThan(5)
    expect(disclosures).toBeGreaterThan(5)
  })
})
