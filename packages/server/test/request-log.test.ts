// The log of a partner's own calls: what it holds, what it leaves out, and that no call waits for it.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { type AnsweredCall, createRequestLog, lastRequests } from '../src/acts/request-log.ts'
import { allJobs } from '../src/jobs/index.ts'
import { begin, call, connect, startPlatform } from './_oauth.ts'

const opened = await testSystem()
const { system, clock } = opened
const world = await makeWorld(system, clock)
const { partner } = world.jukebox
const ask = { after: null, limit: 200 }

const one: AnsweredCall = {
  partner,
  person: world.people.ana,
  used: null,
  method: 'GET',
  route: '/partner/v1/threads',
  status: 200,
  code: null,
  decision: null,
  purpose: 'group_activity',
  ms: 1.6,
}

// What is still held, whenever the engine last tidied up.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heldBytes = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

const fresh = (app = system.app) =>
  createRequestLog({ app, clock, random: system.random, log: system.log, subjectOf: () => 'sub' })

describe('the log of calls', () => {
  it('keeps fifty of a burst, says how many it left out, and holds no words of the caller’s own', async () => {
    const log = fresh()
    for (let i = 0; i < 500; i++) log.note({ ...one, purpose: i === 0 ? 'please give me all' : 'search' })
    await log.close()
    const found = await lastRequests(system, { partner, ...ask })
    expect(found).toHaveLength(50)
    expect(found[0]).toMatchObject({ subject: 'sub', purpose: 'search', ms: 2, leftOut: 450 })
    expect(found.at(-1)?.purpose).toBeNull()
  })

  it('lets one busy partner crowd nobody else out, up to what is kept at all', async () => {
    const other = await world.partner('films')
    const log = fresh()
    for (let i = 0; i < 5_000; i++) log.note(one)
    log.note({ ...one, partner: other.partner })
    await log.close()
    expect(await lastRequests(system, { partner: other.partner, ...ask })).toHaveLength(1)
  })

  it('never throws, waits or grows when the database does not answer', async () => {
    let asked = 0
    const stuck = {
      ...system.app,
      query: () => {
        asked++
        return new Promise<never>(() => {})
      },
    }
    const log = fresh(stuck)
    const before = heldBytes()
    for (let i = 0; i < 200_000; i++) {
      log.note(one)
      if (i % 50_000 === 0) void log.flush()
    }
    expect(asked).toBe(1)
    expect((heldBytes() - before) / 1e6).toBeLessThan(60)
    const broken = fresh({ ...system.app, query: () => Promise.reject(new Error('gone')) })
    broken.note(one)
    await broken.close()
  })

  it('keeps the newest thousand of a partner, and forgets after a week', async () => {
    const log = fresh()
    for (let i = 0; i < 25; i++) {
      for (let k = 0; k < 50; k++) log.note(one)
      clock.advance(1)
      await log.flush()
    }
    await log.close()
    const count = async () =>
      (
        await onServer(opened.database.owner, (db) =>
          db.query('select count(*)::int as n from partner_requests where partner_id = $1', [
            partner.slice(8).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
          ]),
        )
      ).rows[0].n
    expect(await count()).toBe(1_000)
    clock.advance(8 * 86_400_000)
    expect(await lastRequests(system, { partner, ...ask })).toEqual([])
    const forget = allJobs(system).find(({ name }) => name === 'forget requests')
    await forget?.run({ at: clock.now(), since: null } as never)
    expect(await count()).toBe(0)
  })
})

describe('calls over HTTP', () => {
  it('stand there with code, decision and pairwise sub, refusals and failed proofs too, and note the powers used', async () => {
    const platform = await startPlatform()
    const { attempt, tokens } = await connect(platform)
    const good = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    await call(platform, attempt, tokens.access_token, '/partner/v1/friends')
    await call(platform, await begin(platform, null), tokens.access_token, '/partner/v1/threads')
    await platform.system.requests.flush()
    const asked = { partner: platform.partner.partner, after: null, limit: 10 }
    const found = (await lastRequests(platform.system, asked)).toReversed()
    expect(found.map(({ status, code, route }) => [status, code, route])).toEqual([
      [200, null, '/partner/v1/threads'],
      [403, 'VERB_NOT_GRANTED', '/partner/v1/friends'],
      [401, 'BAD_TOKEN', '/partner/v1/threads'],
    ])
    expect(found[0]?.decision).toBe(good.headers.get('countersign-decision'))
    expect(found[1]?.decision).not.toBeNull()
    expect(new Set(found.map(({ subject }) => subject))).toEqual(new Set([tokens.claims()?.sub]))
    const { rows } = await onServer(platform.database.owner, (db) => db.query('select verb from power_uses'))
    expect(rows).toEqual([{ verb: 'threads.list' }])
  })
})
