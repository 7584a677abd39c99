// Release (design §5 step 3): late answers are dropped and corrected, and a withdrawal's acknowledgement waits for those in flight.
import { checkLedger, makeWorld, onServer, received, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { takeAnswerBack } from '../src/acts/answer-ask.ts'
import { systemClock } from '../src/ports/clock.ts'

let late = 0
const opened = await testSystem()
const { system, database } = opened
// Only the time between commit and release is measured monotonically; this server's runs ahead when a test says so.
const slow = (
  await opened.second({ clock: { ...opened.clock, monotonic: () => systemClock.monotonic() + late } })
).system
const world = await makeWorld(system, opened.clock)
const { people } = world
await world.grant('ana')
await world.countersign('ben')
for (const who of ['ana', 'ben'] as const) await world.say(who, `${who} sings`)

const chainsOf = (decision: string, kind: string): Promise<readonly string[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ chain: string }>(
      `select chain from entries where record->>'decision' = $1 and kind = $2 order by chain`,
      [decision, kind],
    )
    return rows.map(({ chain }) => chain)
  })

describe('an answer', () => {
  it('that is more than a second late is dropped, and corrected in every chain it was entered in', async () => {
    const answer = await world.ask('ana', {}, slow)
    late = 1_001
    let written = 0
    const releasing = answer.release(async () => {
      written += 1
      return true
    })
    await expect(releasing).rejects.toMatchObject({ code: 'BUSY' })
    expect(written).toBe(0)
    expect(await chainsOf(answer.decision, 'disclosure')).toHaveLength(2)
    expect(await chainsOf(answer.decision, 'correction')).toEqual(['delivery', 'partner', 'partner'])
    late = 0
  })

  it('of which no byte reached a socket is corrected', async () => {
    const answer = await world.ask('ana')
    await answer.release(async () => false)
    expect(await chainsOf(answer.decision, 'correction')).toHaveLength(3)
  })

  it('of which a byte left, or may have, is not', async () => {
    const sent = await received(await world.ask('ana'))
    const broken = await world.ask('ana')
    await expect(broken.release(() => Promise.reject(new Error('reset')))).rejects.toThrow('reset')
    for (const { decision } of [sent, broken]) expect(await chainsOf(decision, 'correction')).toEqual([])
  })

  it('leaves once', async () => {
    const answer = await world.ask('ana')
    await received(answer)
    await expect(answer.release(async () => true)).rejects.toThrow('once')
  })
})

describe('a withdrawal', () => {
  it('is acknowledged after the answers in flight that rest on it, and not after others', async () => {
    const other = await world.partner('matinee')
    await world.grant('dora', { partner: other })
    const bens = await world.countersign('ben', { history: true })
    const unrelated = await world.ask('dora', { partner: other })
    const answer = await world.ask('ana')
    const order: string[] = []
    const writing = Promise.withResolvers<boolean>()
    const leaving = answer
      .release((body) => {
        expect(body).toContain('ben sings')
        return writing.promise
      })
      .then(() => order.push('answer left'))
    const acknowledged = takeAnswerBack(system, { person: people.ben, countersignature: bens }).then(() =>
      order.push('withdrawal acknowledged'),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(order).toEqual([])
    writing.resolve(true)
    await Promise.all([leaving, acknowledged])
    expect(order).toEqual(['answer left', 'withdrawal acknowledged'])
    expect((await received(unrelated)).items).toEqual([])
  })

  it('does not wait for ever for an answer nobody sends', async () => {
    const bens = await world.countersign('ben', { history: true })
    await world.ask('ana')
    await takeAnswerBack(system, { person: people.ben, countersignature: bens })
    expect((await checkLedger(database.owner, system)).problems).toEqual([])
  })

  it('does not wait for a permit, which releases nothing', async () => {
    const grant = await world.grant('emil', {
      verbs: ['messages.write'],
      purpose: 'share_content',
      threads: [],
    })
    const { partner, feature } = world.jukebox
    const call = { partner, feature, person: people.emil, fields: null, purpose: 'share_content', at: 0 }
    await system.gate.permitDraft(call)
    const started = performance.now()
    await world.withdraw('emil', grant.id)
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})
