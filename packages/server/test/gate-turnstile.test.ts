// The turnstile against a real database: batches, answers sent back, changes that fail, a clock that goes back.

import type { LedgerRecord } from '@countersign/protocol'
import { assertWholeLedger, makeWorld, onServer, received, testSystem } from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { takeAnswerBack } from '../src/acts/answer-ask.ts'
import type { Answer } from '../src/gate/gate.ts'
import { Problem } from '../src/problems.ts'
import { openDatabase, RowCountError } from '../src/store/database.ts'
import { lockHead, storeHead } from '../src/store/ledger.ts'
import { watchedLook } from './_watched-look.ts'

const looking = watchedLook()
const opened = await testSystem({ layers: { look: looking.look } })
const { system, clock, database } = opened
const second = await opened.second()
const world = await makeWorld(system, clock)
const { people } = world
await world.grant('ana')
let bens = await world.countersign('ben')
for (const who of ['ana', 'ben'] as const) await world.say(who, `${who} sings`)
afterEach(async () => {
  looking.forget()
  await assertWholeLedger(database.owner, system)
})

const count = (text: string): Promise<number> =>
  onServer(database.owner, async (client) => Number((await client.query<{ n: string }>(text)).rows[0]?.n))
const turns = (): Promise<number> => count('select count(*) as n from ledger_turns')

describe('a batch', () => {
  it('carries many reads in few turns', async () => {
    const before = await turns()
    const reading = async (): Promise<unknown> => received(await world.ask('ana'))
    await Promise.all(Array.from({ length: 100 }, reading))
    const taken = (await turns()) - before
    expect(taken).toBeLessThan(50)
  })

  it('is not harmed by a change that is refused, nor by one whose record cannot be entered', async () => {
    const broken = { kind: 'switch_set', at: 'noon' } as unknown as LedgerRecord
    const outcomes = await Promise.allSettled([
      world.ask('ana'),
      system.turnstile.change({
        direction: 'loosens',
        apply: () => Promise.reject(new Problem('NOT_ALLOWED')),
      }),
      system.turnstile.change({
        direction: 'loosens',
        apply: async (session) => {
          await session.query('select 1/0')
          return { value: 0, touches: [], records: [] }
        },
      }),
      system.turnstile.change({
        direction: 'loosens',
        apply: async () => ({
          value: 0,
          touches: [{ person: people.emil }],
          records: [{ person: people.emil, partner: null, record: broken }],
        }),
      }),
      world.ask('ana'),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    for (const outcome of [outcomes[0], outcomes[4]])
      if (outcome?.status === 'fulfilled') await received(outcome.value as Answer)
    expect(outcomes[1]).toMatchObject({ reason: { code: 'NOT_ALLOWED' } })
    expect(outcomes[2]).toMatchObject({ reason: { code: '22012' } })
    expect(outcomes[3]).toMatchObject({ reason: { code: 'LEDGER_UNAVAILABLE' } })
  })

  it('refuses to move a head that is not where it was', async () => {
    const db = openDatabase(database.as('countersign_turnstile'), { size: 1, onIdleError: () => undefined })
    const moving = db.transaction(async (session) => {
      const head = await lockHead(session, system.settings.logId)
      const next = { ...head, size: head.size + 1, turn: head.turn + 1, headTime: head.headTime }
      await storeHead(session, system.settings.logId, { ...head, turn: head.turn - 1 }, next)
    })
    await expect(moving).rejects.toBeInstanceOf(RowCountError)
    await db.close()
  })
})

describe('an answer goes back to look', () => {
  it('when a permission it rests on ends between look and turnstile, on another server too', async () => {
    looking.after(async (times) => {
      if (times > 1) return
      await takeAnswerBack(second.system, { person: people.ben, countersignature: bens })
    })
    const got = await world.read('ana')
    expect(looking.times).toBe(2)
    expect(got.items.map(({ text }) => text)).toEqual(['ana sings'])
    bens = await world.countersign('ben', { history: true })
  })

  it('when an end its look found has come', async () => {
    const short = await world.grant('ben', { endAt: clock.now() + 60_000 })
    looking.after((times) => {
      if (times === 1) clock.set(short.endAt)
    })
    await expect(world.read('ben')).rejects.toMatchObject({ code: 'EXPIRED' })
    expect(looking.times).toBe(2)
  })

  it('not when something else changes', async () => {
    looking.after(async (times) => {
      if (times === 1)
        await world.grant('emil', { threads: [], verbs: ['messages.write'], purpose: 'share_content' })
    })
    const other = await world.partner('matinee')
    await world.grant('dora', { partner: other })
    looking.times = 0
    await world.read('dora', { partner: other })
    expect(looking.times).toBe(1)
  })

  it('five times at most, then it is told that permissions keep changing', async () => {
    looking.after(async () => {
      await system.turnstile.change({
        direction: 'tightens',
        apply: async () => ({ value: 0, touches: [{ person: people.ana }], records: [] }),
      })
    })
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'BUSY' })
    expect(looking.times).toBe(5)
  })
})

describe('a clock that goes back', () => {
  it('takes no decision with it: the head’s time holds, and what had ended stays ended', async () => {
    const short = await world.grant('chika', { endAt: clock.now() + 10_000 })
    await world.read('chika')
    clock.set(short.endAt)
    await expect(world.read('chika')).rejects.toMatchObject({ code: 'EXPIRED' })
    const headTime = await count('select head_time as n from ledger_heads')
    clock.advance(-3_600_000)
    await expect(world.read('chika')).rejects.toMatchObject({ code: 'EXPIRED' })
    await world.say('ana', 'ana in the past')
    expect(await count('select max(sent_at) as n from messages')).toBeGreaterThanOrEqual(headTime)
    expect(await count('select head_time as n from ledger_heads')).toBe(headTime)
  })
})
