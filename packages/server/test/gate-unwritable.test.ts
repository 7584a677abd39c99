// The ledger made unwritable (design §5): nothing is released, people chat on, withdrawals hold at once and are entered first.
import { rename } from 'node:fs/promises'
import { assertWholeLedger, makeWorld, onServer, testSystem, type World } from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { takeAnswerBack } from '../src/acts/answer-ask.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { openKeyring } from '../src/ledger/keyring.ts'
import { systemRandom } from '../src/ports/random.ts'

const owner = (statement: string): Promise<unknown> =>
  onServer(opened.database.owner, (client) => client.query(statement))

/** A full disk under the log: PostgreSQL's own error of it, raised where the disk would raise it. */
const fullDisk = [
  `create function no_space() returns trigger language plpgsql as $$ begin
     raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
   create trigger no_space before insert on leaves for each statement execute function no_space()`,
  'drop function no_space cascade',
] as const

const ways: readonly (readonly [name: string, breaking: string, mending: string])[] = [
  [
    'no right to append leaves',
    'revoke insert on leaves from countersign_turnstile',
    'grant insert on leaves to countersign_turnstile',
  ],
  [
    'no right to move the head',
    'revoke update on ledger_heads from countersign_turnstile',
    'grant update (size, turn, peaks, head_time, register_n) on ledger_heads to countersign_turnstile',
  ],
  ['a full disk', ...fullDisk],
]

const opened = await testSystem()
const { system, clock, database } = opened
const second = await opened.second()
const world: World = await makeWorld(system, clock)
const { people } = world
afterEach(() => assertWholeLedger(database.owner, system))

const entriesOf = (person: string): Promise<readonly string[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ kind: string; outcome: string | null }>(
      `select kind, record->>'outcome' as outcome from entries where record->>'person' = $1 and chain = 'partner'
       order by n`,
      [person],
    )
    return rows.map(({ kind, outcome }) => outcome ?? kind)
  })
const pending = (): Promise<number> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select ((select count(*) from pending_records) + (select count(*) from changes where turn is null))::int as n`,
    )
    return rows[0]?.n ?? -1
  })

describe.each(ways)('with %s', (_, breaking, mending) => {
  it('nothing leaves, people chat, a withdrawal holds on every server and is entered first on recovery', async () => {
    const grant = await world.grant('ana', { history: true })
    const bens = await world.countersign('ben', { history: true })
    await world.say('ben', 'ben sings')
    expect((await world.read('ana')).body).toContain('ben sings')
    await setSwitch(system, { person: people.emil, on: true })
    const before = await entriesOf(people.ana)
    await owner(breaking)
    try {
      for (const on of [system, second.system]) {
        await expect(world.ask('ana', {}, on)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
      }
      await world.say('ana', 'ana goes on talking')
      await expect(world.grant('dora')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
      await expect(setSwitch(system, { person: people.emil, on: false })).rejects.toMatchObject({
        code: 'LEDGER_UNAVAILABLE',
      })
      await takeAnswerBack(system, { person: people.ben, countersignature: bens })
      await withdrawGrant(system, { person: people.ana, grant: grant.id })
      expect(await pending()).toBe(4)
      // Twice is refused as ever: the first one holds.
      await expect(
        withdrawGrant(second.system, { person: people.ana, grant: grant.id }),
      ).rejects.toMatchObject({
        code: 'ALREADY',
      })
    } finally {
      await owner(mending)
    }
    await expect(world.ask('ana', {}, second.system)).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect(await pending()).toBe(0)
    // The withdrawal stands in the chain before the decision that rests on it.
    expect((await entriesOf(people.ana)).slice(before.length)).toEqual(['grant_withdrawn', 'WITHDRAWN'])
    expect((await entriesOf(people.ben)).at(-1)).toBe('countersignature_ended')
    await setSwitch(system, { person: people.emil, on: false })
  })

  it('nobody has to call: what waits is entered in the background', async () => {
    const grant = await world.grant('chika')
    await owner(breaking)
    try {
      await withdrawGrant(system, { person: people.chika, grant: grant.id })
    } finally {
      await owner(mending)
    }
    await expect.poll(pending, { timeout: 10_000 }).toBe(0)
    expect((await entriesOf(people.chika)).at(-1)).toBe('grant_withdrawn')
  })
})

describe('a server that lost its key folder', () => {
  it('withdraws all the same, and another server enters it', async () => {
    const grant = await world.grant('ana', { history: true })
    const lame = await opened.second({ keysFolder: `${opened.keysFolder}-not-there` })
    await expect(world.ask('ana', {}, lame.system)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
    await withdrawGrant(lame.system, { person: people.ana, grant: grant.id })
    await expect(world.ask('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect((await entriesOf(people.ana)).slice(-2)).toEqual(['grant_withdrawn', 'WITHDRAWN'])
  })
})

describe('a person whose key is lost', () => {
  it('can withdraw, and stops nobody else; it is entered when the key is back', async () => {
    const ana = await world.grant('ana', { history: true })
    const emil = await world.grant('emil')
    const shard = people.emil.slice(-2)
    const path = `${opened.keysFolder}/persons/${shard}/${people.emil.slice('person_'.length)}.key`
    await rename(path, `${path}.away`)
    try {
      const blind = await opened.second()
      await withdrawGrant(blind.system, { person: people.emil, grant: emil.id })
      await expect(world.ask('emil', {}, blind.system)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
      const answer = await world.ask('ana', {}, blind.system)
      await answer.release(async () => true)
      await withdrawGrant(blind.system, { person: people.ana, grant: ana.id })
      // Only that one can be waiting still; a server that has the key in memory may have entered it by now.
      expect(await pending()).toBeLessThanOrEqual(1)
    } finally {
      await rename(`${path}.away`, path)
    }
    const again = openKeyring({
      folder: opened.keysFolder,
      wrappingKey: system.keys.personWrappingKey,
      random: systemRandom,
      clock,
    })
    await again.open(people.emil)
    await expect(world.read('emil')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect((await entriesOf(people.emil)).slice(-2)).toEqual(['grant_withdrawn', 'WITHDRAWN'])
  })
})

describe('a head somebody holds on to', () => {
  it('refuses after the lock’s time, and forgets nothing it said yes to', async () => {
    const grant = await world.grant('dora')
    const [holding, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const held = onServer(database.owner, async (client) => {
      await client.query('begin')
      await client.query('select from ledger_heads for update')
      locked.resolve()
      await holding.promise
      await client.query('rollback')
    })
    await locked.promise
    const outcome = await withdrawGrant(system, { person: people.dora, grant: grant.id }).then(
      () => 'withdrawn',
      (error: { code: string }) => error.code,
    )
    holding.resolve()
    await held
    expect(outcome).toBe('LEDGER_UNAVAILABLE')
    await withdrawGrant(system, { person: people.dora, grant: grant.id })
  })
})
