// Jobs: each run by one server at a time, done again when its server died or it failed, and nothing of their time is lost.
import { testServer, testSystem, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { type Job, type Run, runDueJobs, startJobs } from '../src/jobs/runner.ts'
import { makeId, systemRandom } from '../src/ports/random.ts'
import { takeJob } from '../src/store/jobs.ts'
import { insertSession } from '../src/store/sessions.ts'

const { system, clock, second } = await testSystem()
const other = (await second()).system

let made = 0
/** A job that remembers its runs. */
function jobOf(run: (run: Run) => Promise<void> = async () => {}): Job & { readonly runs: Run[] } {
  const runs: Run[] = []
  return {
    name: `job ${++made}`,
    everyMs: 5_000,
    runs,
    async run(one) {
      runs.push(one)
      await run(one)
    },
  }
}

describe('a job', () => {
  it('runs at once, then not before its time', async () => {
    const job = jobOf()
    expect(await runDueJobs(system, [job])).toEqual([job.name])
    expect(await runDueJobs(system, [job])).toEqual([])
    clock.advance(4_999)
    expect(await runDueJobs(system, [job])).toEqual([])
    clock.advance(1)
    expect(await runDueJobs(system, [job])).toEqual([job.name])
    const [first, again] = job.runs
    expect(first?.since).toBe(null)
    expect(again?.since).toBe(first?.at)
  })

  it('is run by one of two servers, however often both look', async () => {
    let running = 0
    let most = 0
    const job = jobOf(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 20))
      running -= 1
    })
    const looks = Array.from({ length: 20 }, (_, i) => runDueJobs(i % 2 === 0 ? system : other, [job]))
    expect((await Promise.all(looks)).flat()).toEqual([job.name])
    expect(most).toBe(1)
  })

  it('that fails waits longer each time, and then sees all that happened since it last went well', async () => {
    let broken = false
    const job = jobOf(async () => {
      if (broken) throw new Error('no')
    })
    await runDueJobs(system, [job])
    const [good] = job.runs
    broken = true
    for (const pause of [5_000, 5_000, 5_000, 8_000, 16_000]) {
      clock.advance(pause - 1)
      expect(await runDueJobs(system, [job])).toEqual([])
      clock.advance(1)
      expect(await runDueJobs(system, [job])).toEqual([job.name])
    }
    broken = false
    clock.advance(32_000)
    await runDueJobs(system, [job])
    expect(job.runs.at(-1)?.since).toBe(good?.at)
  })

  it('whose server died with it is taken by another when its lease is over, with the same past', async () => {
    const job = jobOf()
    await runDueJobs(system, [job])
    const [good] = job.runs
    clock.advance(5_000)
    expect(await takeJob(system.app, [{ name: job.name, leaseMs: 60_000 }], clock.now())).toBeDefined()
    clock.advance(59_999)
    expect(await runDueJobs(other, [job])).toEqual([])
    clock.advance(1)
    expect(await runDueJobs(other, [job])).toEqual([job.name])
    expect(job.runs.at(-1)?.since).toBe(good?.at)
  })

  it('that another server took over is not finished by the one that was too slow', async () => {
    const begun = Promise.withResolvers<void>()
    const slow = Promise.withResolvers<void>()
    const name = `job ${++made}`
    const run = (): Promise<void> => {
      begun.resolve()
      return slow.promise
    }
    const first = runDueJobs(system, [{ name, everyMs: 5_000, run }])
    await begun.promise
    clock.advance(60_000)
    const job = { ...jobOf(), name }
    expect(await runDueJobs(other, [job])).toEqual([name])
    slow.resolve()
    await first
    expect(await runDueJobs(system, [job])).toEqual([])
  })

  it('of another version of the server is left alone', async () => {
    const ours = jobOf()
    await runDueJobs(system, [jobOf(), ours])
    clock.advance(5_000)
    expect(await runDueJobs(other, [ours])).toEqual([ours.name])
  })
})

it('running in the background ends with those that have begun', async () => {
  const begun = Promise.withResolvers<void>()
  const slow = Promise.withResolvers<void>()
  const job = jobOf(async () => {
    begun.resolve()
    await slow.promise
  })
  const jobs = startJobs(system, [job])
  await begun.promise
  let stopped = false
  const stopping = jobs.stop().then(() => {
    stopped = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(stopped).toBe(false)
  slow.resolve()
  await stopping
  clock.advance(60_000)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect(job.runs.length).toBe(1)
})

it('sessions that have run out are forgotten, and no others', async () => {
  const { system: served, clock: time } = await testServer()
  const person = await openAccount(served, { login: 'ana', password: worldPassword, displayName: 'Ana' })
  const id = makeId('session', time.now(), systemRandom)
  const times = { madeAt: time.now(), expiresAt: time.now() + 7_200_000 }
  const stays = { hash: 'stays', id, person, browser: null, ...times }
  await insertSession(served.app, { ...stays, hash: 'goes', expiresAt: time.now() + 1_000 })
  await insertSession(served.app, stays)
  time.advance(3_600_000)
  const left = async () => (await served.app.query('select session_hash from sessions')).rows
  // By a server that listens, which nobody has told to.
  await expect.poll(left, { timeout: 5_000 }).toEqual([{ session_hash: 'stays' }])
})
