// Deliveries to receivers that fail, hang, lie and die: in order, at least once under one id, and nothing that may not be told.
import { describe, expect, it, vi } from 'vitest'
import { deliveryTerms, GIVEN_UP_AFTER_MS, pauseAfter } from '../src/acts/deliver-event.ts'
import { endFeature } from '../src/acts/end-feature.ts'
import { replayDelivery } from '../src/acts/replay-delivery.ts'
import { dropWebhook, setWebhook } from '../src/acts/set-webhook.ts'
import { suspendPartner } from '../src/acts/suspend-partner.ts'
import { startDeliveries } from '../src/jobs/deliver-events.ts'
import { systemRandom } from '../src/ports/random.ts'
import { Problem } from '../src/problems.ts'
import type { System } from '../src/system.ts'
import { answering, eventsIn, quickTerms, stage, typesOf } from './_webhooks.ts'

vi.setConfig({ testTimeout: 120_000 })

type Staged = Awaited<ReturnType<typeof stage>>

/** The same system, with something happening when a connection stands and before the gate is asked. */
function whenConnected(system: System, happens: () => Promise<unknown>): System {
  const { outbound } = system
  const post: System['outbound']['post'] = (request) =>
    outbound.post({
      ...request,
      leave: async (start) => {
        await happens()
        await request.leave(start)
      },
    })
  return { ...system, outbound: { ...outbound, post } }
}

describe('what may not be told', () => {
  it('is dropped before anybody is called, once the permission is withdrawn: 0 data events (SUN-03)', async () => {
    const { system, world, receiver, secret, news, deliver, rows, tick } = await stage()
    const grant = await world.grant('ana')
    await news()
    receiver.answer = answering(500)
    await deliver()
    expect(typesOf(eventsIn(receiver.received, secret))).toEqual(['thread.changed'])
    // It waits for its next attempt, more is written, and then the permission ends.
    await news('more')
    await world.withdraw('ana', grant.id)
    await news('again').catch(() => undefined)
    await tick()
    receiver.received.length = 0
    receiver.answer = answering(204)
    const leaves = async () => rows('select count(*) from leaves')
    const before = await leaves()
    await system.app.query('update events set next_at = null')
    await deliver()
    expect(typesOf(eventsIn(receiver.received, secret))).toEqual(['access.ended'])
    expect(await rows(`select 1 from events where kind = 'data'`)).toEqual([])
    expect(await leaves()).toEqual(before)
  })

  it('does not leave when it ends between the connection and the first byte', async () => {
    const { system, world, receiver, news, deliver, rows } = await stage()
    const grant = await world.grant('ana')
    await news()
    const leaves = async () => rows('select count(*) from leaves')
    let before: unknown
    await deliver(
      whenConnected(system, async () => {
        if (before !== undefined) return
        await world.withdraw('ana', grant.id)
        before = await leaves()
      }),
    )
    // Only the withdrawal's own duty could have come after, and no job made it yet.
    expect(receiver.received).toEqual([])
    expect(await leaves()).toEqual(before)
    expect(await rows(`select 1 from events where kind = 'data'`)).toEqual([])
  })

  it('calls nobody when it ended before: not even a connection says that there was something (COP-01)', async () => {
    const { system, world, tick, deliver, rows } = await stage()
    await world.grant('ana')
    await world.countersign('ben')
    await world.say('ben', 'mine too')
    await tick()
    expect(await rows('select 1 from events')).toHaveLength(1)
    await world.countersign('ben', { answer: 'never' })
    let called = 0
    await deliver(whenConnected(system, async () => void called++))
    expect(called).toBe(0)
    expect(await rows('select 1 from events')).toEqual([])
  })

  it('is not told after the feature ended or while the partner is suspended; what it must delete is (SUN-01, DEL-04)', async () => {
    for (const stop of [
      ({ system, world }: Staged) => endFeature(system, { ...world.jukebox, at: null }),
      ({ system, partner }: Staged) => suspendPartner(system, { partner, why: 'a test' }),
    ]) {
      const made = await stage()
      const { world, receiver, secret, news, deliver, duties } = made
      await world.grant('ana')
      await news()
      await duties(1)
      await stop(made)
      await deliver()
      expect(new Set(typesOf(eventsIn(receiver.received, secret)))).toEqual(new Set(['access.ended']))
      await expect(
        setWebhook(made.system, { partner: made.partner, by: null }, receiver.url),
      ).rejects.toThrow(expect.objectContaining({ code: 'NOT_RUNNING' }))
    }
  })

  it('does not leave after a withdrawal is acknowledged, however long the database takes to name the address (SUN-03)', async () => {
    const { system, world, receiver, news, deliver, rows } = await stage()
    const grant = await world.grant('ana')
    await news()
    let stalls = false
    const app: System['app'] = {
      ...system.app,
      query: async (text, values) => {
        if (stalls && text.includes('from webhooks')) {
          stalls = false
          // It waits for what is on its way, until that is taken for gone.
          await world.withdraw('ana', grant.id)
        }
        return system.app.query(text, values)
      },
    }
    await deliver(
      whenConnected({ ...system, app }, async () => {
        stalls = true
      }),
      deliveryTerms,
    )
    expect(receiver.received).toEqual([])
    expect(await rows(`select 1 from events where kind = 'data' and state = 'taken'`)).toEqual([])
  })

  it('does not go to an address that was removed, from the acknowledgement on, whatever was under way', async () => {
    const { system, partner, world, receiver, news, deliver, rows } = await stage()
    await world.grant('ana')
    await news()
    await deliver(
      whenConnected(system, () => dropWebhook(system, { partner, by: null }).catch(() => undefined)),
    )
    expect(receiver.received).toEqual([])
    // It was let go, no byte left, and the ledger says so; the event waits for whoever listens next.
    const kinds = `select kind from entries where kind in ('decision', 'correction') order by leaf_index`
    expect(await rows(kinds)).toEqual([{ kind: 'decision' }, { kind: 'correction' }])
    expect(await rows('select state, attempts from events')).toEqual([{ state: 'waiting', attempts: 0 }])
  })

  it('is not shown in the list of deliveries before it was tried', async () => {
    const { world, news, deliveries, deliver } = await stage()
    await world.grant('ana')
    await news()
    expect(await deliveries()).toEqual([])
    await deliver()
    expect(await deliveries()).toMatchObject([{ type: 'thread.changed', state: 'taken', answered: 204 }])
    expect(Object.keys((await deliveries())[0] ?? {})).not.toContain('n')
  })
})

describe('the order', () => {
  it('is kept: one that fails holds what is behind it, and goes again first, under the same id', async () => {
    const { clock, receiver, secret, deliver, duties } = await stage()
    await duties(5)
    let left = 3
    receiver.answer = (_, response) => response.writeHead(left-- === 1 ? 503 : 200).end()
    await deliver()
    expect(receiver.received).toHaveLength(3)
    await deliver()
    expect(receiver.received).toHaveLength(3)
    clock.advance(6_000)
    await deliver()
    const ids = eventsIn(receiver.received, secret).map(({ id }) => id)
    expect(ids).toHaveLength(6)
    expect(ids[3]).toBe(ids[2])
    const order = [...new Set(ids)]
    expect(order).toHaveLength(5)
    expect(order).toEqual([...order].sort())
  })

  it('is one for two servers that deliver at once, each event once', async () => {
    const { second, receiver, secret, deliver, duties } = await stage()
    await duties(10)
    const other = (await second()).system
    await Promise.all([deliver(), deliver(other), deliver(), deliver(other)])
    const ids = eventsIn(receiver.received, secret).map(({ id }) => id)
    expect(ids).toHaveLength(10)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  it('is taken over when the server that had it is gone, and not before its lease is over', async () => {
    const { system, clock, receiver, deliver, duties } = await stage()
    await duties(1)
    // A server that died the moment it had taken the order.
    await system.app.query('update webhooks set leased_until = $1', [clock.now() + quickTerms.leaseMs])
    clock.advance(quickTerms.leaseMs - 1)
    await deliver()
    expect(receiver.received).toEqual([])
    clock.advance(1)
    await deliver()
    expect(receiver.received).toHaveLength(1)
  })

  it('is not told on by a server whose lease ran out while it stood still', async () => {
    const { system, receiver, deliver, duties, rows } = await stage()
    await duties(1)
    const slow = { answerMs: 400, leaseMs: 300 }
    await deliver(
      whenConnected(system, () => new Promise((resolve) => setTimeout(resolve, 320))),
      slow,
    )
    expect(receiver.received).toEqual([])
    expect(await rows('select attempts, state from events')).toEqual([{ attempts: 0, state: 'waiting' }])
  })

  it('is not told by a server that heard of its lease when another had it already', async () => {
    const { system, clock, receiver, deliver, duties } = await stage()
    await duties(1)
    const terms = { answerMs: 400, leaseMs: 1_200 }
    const app: System['app'] = {
      ...system.app,
      query: async (text, values) => {
        const result = await system.app.query(text, values)
        if (!text.includes('for update skip locked') || result.rowCount === 0) return result as never
        await new Promise((resolve) => setTimeout(resolve, terms.leaseMs))
        await system.app.query('update webhooks set leased_until = $1', [clock.now() + 60_000])
        return result as never
      },
    }
    await deliver({ ...system, app }, terms)
    expect(receiver.received).toEqual([])
  })

  it('goes on in the background, and a server that stops waits for no receiver', async () => {
    const { system, receiver, duties, deliver, clock } = await stage()
    receiver.answer = () => undefined
    await duties(2)
    const running = startDeliveries(system, { answerMs: 60_000, leaseMs: 180_000 })
    await expect.poll(() => receiver.received.length).toBe(1)
    const begun = performance.now()
    await running.stop()
    expect(performance.now() - begun).toBeLessThan(2_000)
    receiver.answer = answering(200)
    clock.advance(1_000)
    await deliver()
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      receiver.received[0]?.headers['webhook-id'],
      receiver.received[0]?.headers['webhook-id'],
      receiver.received[2]?.headers['webhook-id'],
    ])
  })
})

describe('while nothing may be told, because the ledger cannot be written', () => {
  it('an event waits without an attempt that counts, and comes when it can', async () => {
    const { system, clock, world, receiver, news, deliver, rows } = await stage()
    await world.grant('ana')
    await news()
    const announce = async (): Promise<never> => {
      throw new Problem('LEDGER_UNAVAILABLE')
    }
    await deliver({ ...system, gate: { ...system.gate, announce } })
    expect(receiver.received).toEqual([])
    expect(await rows('select attempts, state from events')).toEqual([{ attempts: 0, state: 'waiting' }])
    clock.advance(1_000)
    await deliver()
    expect(receiver.received).toHaveLength(1)
  })
})

describe('attempts', () => {
  it('come after 5 s, 30 s, 2 min, 10 min, 1 h and every 6 h, a fifth more or less', () => {
    const edges = (attempts: number) =>
      [0, 255].map((byte) => pauseAfter(attempts, { bytes: () => Uint8Array.of(byte) }) / 1_000)
    expect([1, 2, 3, 4, 5, 6, 7, 99].map(edges)).toEqual([
      [4, 6],
      [24, 36],
      [96, 144],
      [480, 720],
      [2_880, 4_320],
      [17_280, 25_920],
      [17_280, 25_920],
      [17_280, 25_920],
    ])
    expect(new Set(Array.from({ length: 50 }, () => pauseAfter(6, systemRandom))).size).toBeGreaterThan(5)
  })

  it('end after three days with a dead letter; what waited behind it goes on; the letter is kept and replayed', async () => {
    const { system, partner, clock, receiver, deliver, deliveries, duties } = await stage()
    receiver.answer = answering(500)
    await duties(2)
    const begun = clock.now()
    await deliver()
    const newest = async () => (await deliveries()).at(-1)
    for (let tries = 1; (await newest())?.state === 'waiting'; tries++) {
      const next = (await newest())?.nextAt ?? 0
      expect(next).toBeGreaterThan(clock.now())
      clock.set(next - 1)
      await deliver()
      expect(receiver.received).toHaveLength(tries)
      clock.set(next)
      if (next - begun >= GIVEN_UP_AFTER_MS) break
      await deliver()
    }
    expect(clock.now() - begun).toBe(GIVEN_UP_AFTER_MS)
    const attempts = receiver.received.length
    expect(attempts).toBeGreaterThan(14)
    expect(attempts).toBeLessThan(24)
    receiver.answer = (_, response) =>
      response.writeHead(receiver.received.length === attempts + 1 ? 500 : 200).end()
    await deliver()
    const [first, second] = [receiver.received[0], receiver.received.at(-1)].map(
      (one) => one?.headers['webhook-id'],
    )
    expect(second).not.toBe(first)
    expect(await deliveries()).toMatchObject([
      { event: second, state: 'taken', attempts: 1 },
      { event: first, state: 'dead', attempts: attempts + 1, answered: 500, nextAt: null },
    ])
    // Nothing forgets it, and it comes again under its own id, behind what was there.
    clock.advance(90 * 86_400_000)
    await duties(1)
    expect(await replayDelivery(system, { partner, event: first as never })).toBe('replayed')
    await deliver()
    const last = receiver.received.slice(-2).map(({ headers }) => headers['webhook-id'])
    expect(last[1]).toBe(first)
    expect(last[0]).not.toBe(second)
    expect((await deliveries())[0]).toMatchObject({ event: first, state: 'taken', attempts: 1 })
  })

  it('that wait are hurried by a replay and keep their place; what was never tried, or is another’s, is not there', async () => {
    const { system, partner, world, receiver, deliver, deliveries, duties, rows } = await stage()
    receiver.answer = answering(500)
    await duties(2)
    await deliver()
    const [held] = await deliveries()
    const event = held?.event as never
    receiver.answer = answering(200)
    const other = await world.partner('matinee')
    await setWebhook(system, { partner: other.partner, by: null }, `${receiver.url}/other`)
    const missing = { code: 'NOT_FOUND' }
    await expect(replayDelivery(system, { partner: other.partner, event })).rejects.toMatchObject(missing)
    const [never] = await rows(`select event_id from events where tried_at is null`)
    const untried = `event_${String(never?.['event_id']).replaceAll('-', '')}` as never
    await expect(replayDelivery(system, { partner, event: untried })).rejects.toMatchObject(missing)
    expect(await replayDelivery(system, { partner, event })).toBe('hurried')
    await deliver()
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(ids.slice(0, 2)).toEqual([event, event])
    expect(ids).toHaveLength(3)
    // One that was taken can be had again too: its receiver may have lost it.
    expect(await replayDelivery(system, { partner, event })).toBe('replayed')
    await deliver()
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(event)
    await dropWebhook(system, { partner, by: null })
    await expect(replayDelivery(system, { partner, event })).rejects.toMatchObject(missing)
  })
})
