// The database lost in the middle of a turn: what was committed stands once, what was not is nowhere, nobody guesses.
import { assertWholeLedger, makeWorld, onServer, received, testSystem } from '@countersign/testkit'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { systemClock } from '../src/ports/clock.ts'
import { Problem } from '../src/problems.ts'
import { type Cut, lossyProxy } from './_lossy-proxy.ts'

const opened = await testSystem()
const { system, clock, database } = opened
const proxy = await lossyProxy(database.owner)
afterAll(() => proxy.close())
/** While the server asks after a lost commit its time runs fast, so that "for ten seconds" is one. */
let haste = 1
const far = (
  await opened.second({
    clock: { ...clock, monotonic: () => systemClock.monotonic() * haste },
    connect: (role) => ({
      ...database.as(role),
      ...(role === 'countersign_turnstile' && { host: proxy.host, port: proxy.port }),
    }),
  })
).system
const world = await makeWorld(system, clock)
const { people } = world
let grant = await world.grant('ana')
await world.say('ana', 'ana sings')
afterEach(() => assertWholeLedger(database.owner, system))

const entered = (key: 'decision' | 'grant', id: string): Promise<readonly string[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ kind: string }>(
      'select kind from entries where record->>$1 = $2 order by leaf_index',
      [key, id],
    )
    return rows.map(({ kind }) => kind)
  })

describe.each(['before the server hears it', 'before its answer arrives'] as const)(
  'a COMMIT lost %s',
  (where: Cut) => {
    it('gives the answer, entered once', async () => {
      const lost = proxy.cutNextCommit(where)
      const got = await received(await world.ask('ana', {}, far))
      await lost
      expect(got.items).toHaveLength(1)
      expect(await entered('decision', got.decision)).toEqual(['decision', 'delivery', 'disclosure'])
    })

    it('withdraws, once', async () => {
      const lost = proxy.cutNextCommit(where)
      await withdrawGrant(far, { person: people.ana, grant: grant.id })
      await lost
      expect((await entered('grant', grant.id)).filter((kind) => kind === 'grant_withdrawn')).toHaveLength(1)
      grant = await world.grant('ana', { history: true })
    })
  },
)

describe('nobody can say whether it was committed', () => {
  it('releases nothing and stores nothing beside; later it goes on with one history', async () => {
    const lost = proxy.cutNextCommit('before its answer arrives')
    const asking = world.ask('ana', {}, far)
    haste = 20
    await Promise.all([
      expect(asking).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' }),
      lost.then(() => proxy.cutAll()),
    ])
    haste = 1
    await expect(world.ask('ana', {}, far)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
    await expect(withdrawGrant(far, { person: people.ana, grant: grant.id })).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
    })
    proxy.mend()
    expect((await received(await world.ask('ana', {}, far))).items).toHaveLength(1)
  }, 60_000)
})

describe('a server that froze in the middle of a turn', () => {
  it('is cut off by PostgreSQL; the other one goes on, and the frozen turn is nowhere', async () => {
    const waking = Promise.withResolvers<void>()
    const frozen = Promise.withResolvers<void>()
    let freezing = true
    const stuck = await opened.second({
      async atTurnPoint(point) {
        if (point !== 'appended' || !freezing) return
        freezing = false
        frozen.resolve()
        await waking.promise
      },
    })
    const asking = world.ask('ana', {}, stuck.system)
    await frozen.promise
    // While the head is held nothing leaves; after ten seconds PostgreSQL ends the frozen transaction.
    await expect(world.ask('ana')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
    await expect
      .poll(
        () =>
          world.read('ana').then(
            ({ items }) => items.length,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(1)
    waking.resolve()
    // Awake again it finds its turn lost, and makes another.
    expect((await received(await asking)).items).toHaveLength(1)
  }, 60_000)
})

describe('connections ended by PostgreSQL under load', () => {
  it('every answer that came has its rows, and every withdrawal acknowledged is there', async () => {
    const until = performance.now() + 4_000
    const got: string[] = []
    const withdrawn: string[] = []
    const reading = async (): Promise<void> => {
      while (performance.now() < until) {
        try {
          got.push((await received(await world.ask('ana', {}, far))).decision)
        } catch (error) {
          if (!(error instanceof Problem)) expect(String(error)).toMatch(/terminat|connection/i)
        }
      }
    }
    const withdrawing = async (): Promise<void> => {
      while (performance.now() < until) {
        try {
          const { id } = await world.grant('ben')
          await withdrawGrant(far, { person: people.ben, grant: id })
          withdrawn.push(id)
        } catch (error) {
          if (!(error instanceof Problem)) expect(String(error)).toMatch(/terminat|connection/i)
        }
      }
    }
    const ending = async (): Promise<void> => {
      while (performance.now() < until) {
        await onServer(database.owner, (client) =>
          client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where usename = 'countersign_turnstile' and datname = current_database()`,
          ),
        )
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    await Promise.all([reading(), reading(), reading(), withdrawing(), ending()])
    process.stdout.write(`${JSON.stringify({ answers: got.length, withdrawals: withdrawn.length })}\n`)
    expect(got.length).toBeGreaterThan(0)
    for (const decision of got)
      expect(await entered('decision', decision)).toEqual(['decision', 'delivery', 'disclosure'])
    const notOnce = async (): Promise<readonly (readonly string[])[]> => {
      const kinds = await Promise.all(withdrawn.map((id) => entered('grant', id)))
      return kinds.filter((found) => found.filter((kind) => kind === 'grant_withdrawn').length !== 1)
    }
    // What was kept beside the ledger is entered with the next turn, or by whoever looks every two seconds.
    await expect.poll(notOnce, { timeout: 15_000 }).toEqual([])
  }, 60_000)
})
