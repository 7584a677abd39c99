// thread.changed: told when there is something to fetch, entered before it leaves, and otherwise without a trace.
import type { PartnerEvent } from '@countersign/protocol'
import { makeWorld, testSystem, type World } from '@countersign/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nextEvents } from '../src/acts/follow-events.ts'
import { handOver } from '../src/acts/hand-over.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { openOpaqueIds } from '../src/gate/opaque-ids.ts'
import { pairwiseSubject } from '../src/ledger/pairwise.ts'
import { listen, tick, toldTo } from './_events.ts'

async function stage() {
  const made = await testSystem()
  onTestFinished(made.close)
  const world = await makeWorld(made.system, made.clock)
  await listen(made.system, world.jukebox.partner)
  const told = () => toldTo(made.system, world.jukebox.partner)
  const rows = async (text: string) => (await made.system.app.query(text)).rows
  return { ...made, world, told, rows, tick: () => tick(made) }
}

const types = (events: readonly PartnerEvent[]) => events.map(({ type }) => type)

describe('thread.changed', () => {
  it('names person, feature and thread by the names the partner has for them, and nothing else', async () => {
    const { system, world, told, tick } = await stage()
    await world.grant('ana')
    await world.say('ana', 'Boléro')
    await tick()
    const { partner } = world.jukebox
    const person = world.people.ana
    expect(await told()).toMatchObject([
      {
        type: 'thread.changed',
        data: {
          person: pairwiseSubject(system, partner, person),
          feature: 'group-songs',
          thread: openOpaqueIds(system.keys.cursorKey('opaque ids'), { partner, person }).thread(
            world.thread,
          ),
        },
      },
    ])
  })

  it('is entered as a decision of its own before it leaves (REC-04), and corrected when no byte left', async () => {
    const { system, world, rows, tick } = await stage()
    await world.grant('ana')
    await world.say('ana', 'Boléro')
    await tick()
    const entries = () =>
      rows(`select kind, record ->> 'verb' as verb, record ->> 'outcome' as outcome from entries
        where kind in ('decision', 'disclosure', 'delivery', 'correction') order by leaf_index`)
    expect(await entries()).toEqual([])
    const [event] = await nextEvents(system, world.jukebox.partner, 0, 10)
    if (event === undefined) throw new Error('no event')
    const handing = await handOver(system, event)
    const permit = { kind: 'decision', verb: 'messages.read', outcome: 'permit' }
    expect(await entries()).toEqual([permit])
    await handing?.release(async () => false)
    expect(await entries()).toEqual([permit, { kind: 'correction', verb: null, outcome: null }])
  })

  it('is one for however much is written before it is handed over, and another for what comes after', async () => {
    const { world, told, tick } = await stage()
    await world.grant('ana')
    for (const text of ['one', 'two']) {
      await world.say('ana', text)
      await tick()
    }
    const first = await told()
    expect(types(first)).toEqual(['thread.changed'])
    await world.say('ana', 'three')
    await tick()
    const both = await told()
    expect(types(both)).toEqual(['thread.changed', 'thread.changed'])
    // Told again it is the same event.
    expect(both[0]).toEqual(first[0])
  })

  it('is made for nobody who does not listen', async () => {
    const { world, rows, tick } = await stage()
    const other = await world.partner('matinee')
    await world.grant('ana', { partner: other })
    await world.say('ana', 'Boléro')
    await tick()
    expect(await rows('select 1 from events')).toEqual([])
  })

  it('goes on when a tick is late, and does not tell twice of what two ticks see', async () => {
    const { world, told, tick, clock } = await stage()
    await world.grant('ana')
    await tick()
    await world.say('ana', 'in the pause')
    clock.advance(3_000_000)
    await tick()
    expect(types(await told())).toEqual(['thread.changed'])
    await tick()
    expect(types(await told())).toEqual(['thread.changed'])
  })
})

describe('0 data events', () => {
  const cases: readonly (readonly [
    string,
    (made: Awaited<ReturnType<typeof stage>>, grant: Parameters<World['withdraw']>[1]) => Promise<unknown>,
  ])[] = [
    ['after a withdrawal (SUN-03)', ({ world }, grant) => world.withdraw('ana', grant)],
    [
      'while a person shares nothing (COP-05)',
      ({ system, world }) => setSwitch(system, { person: world.people.ana, on: true }),
    ],
    [
      'after the feature ended (SUN-01)',
      async ({ system, world, clock }) => {
        const at = clock.now() + 1_000
        await system.turnstile.change({
          direction: 'tightens',
          async apply(session) {
            await session.query('update features set end_at = $1', [at])
            return { value: undefined, touches: [{ partner: world.jukebox.partner }], records: [] }
          },
        })
        clock.advance(1_000)
      },
    ],
    ['after the permission ran out (SUN-02)', async ({ clock }) => clock.advance(400 * 86_400_000)],
  ]
  it.each(cases)('%s, also of those that wait, and no trace of them', async (_, end) => {
    const made = await stage()
    const { world, told, rows, tick } = made
    const grant = await world.grant('ana')
    await world.say('ana', 'Boléro')
    await tick()
    await end(made, grant.id)
    const leaves = await rows('select count(*) from leaves')
    expect(types(await told()).filter((type) => type === 'thread.changed')).toEqual([])
    expect(await rows(`select 1 from events where kind = 'data'`)).toEqual([])
    expect(await rows('select count(*) from leaves')).toEqual(leaves)
    await world.say('ana', 'again').catch(() => undefined)
    await tick()
    expect(types(await told()).filter((type) => type === 'thread.changed')).toEqual([])
  })
})

describe('no trace (COP-01)', () => {
  /** What the partner could see of one evening: its events, and how long the log is. */
  async function evening(ben: (made: Awaited<ReturnType<typeof stage>>) => Promise<unknown>) {
    const made = await stage()
    const { world, told, rows, tick } = made
    await world.grant('ana')
    await ben(made)
    await tick()
    const seen = {
      told: await told(),
      events: await rows('select * from events'),
      heads: await rows('select last_n from event_heads'),
    }
    const [before] = await rows('select count(*) from leaves')
    await tick()
    await told()
    return { seen, grew: [before, (await rows('select count(*) from leaves'))[0]] }
  }

  it('somebody who was not asked and writes, somebody who refused and writes, and nobody who writes are one', async () => {
    const nothing = await evening(async () => undefined)
    const notAsked = await evening(({ world }) => world.say('ben', 'mine alone'))
    const refused = await evening(async ({ world }) => {
      await world.countersign('ben', { answer: 'never' })
      await world.say('ben', 'mine alone')
    })
    expect(nothing.seen).toEqual({ told: [], events: [], heads: [{ last_n: 0 }] })
    expect(notAsked.seen).toEqual(nothing.seen)
    expect(refused.seen).toEqual(nothing.seen)
    for (const {
      grew: [before, after],
    } of [nothing, notAsked, refused])
      expect(after).toEqual(before)
  })

  it('what was withheld before gives no earlier event to what is told later', async () => {
    const { world, told, tick, clock } = await stage()
    await world.grant('ana')
    await world.say('ben', 'mine alone')
    await tick()
    const between = clock.now()
    await world.say('ana', 'Boléro')
    await tick()
    const [event] = await told()
    expect(Date.parse(event?.timestamp ?? '')).toBeGreaterThan(between)
  })

  it('a yes makes what is written from then on an event, for others too', async () => {
    const { world, told, tick } = await stage()
    await world.grant('ana')
    await world.countersign('ben')
    await world.say('ben', 'mine too')
    await tick()
    expect(types(await told())).toEqual(['thread.changed'])
  })
})
