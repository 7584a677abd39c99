// The second lock (design §5): with the gate's own login, what is not declared is not there, whatever the query says.

import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { react } from '../src/acts/react.ts'
import type { Session } from '../src/store/database.ts'
import { openDatabase } from '../src/store/database.ts'
import { declare } from '../src/store/declare.ts'
import { tables } from '../src/store/tables/index.ts'
import { addContacts, makeFriends } from './_friends.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { people, thread, jukebox } = world
await world.grant('ana')
await world.countersign('ben')
const bens = await world.say('ben', 'ben sings')
await world.say('chika', 'chika hums')
await react(system, { person: people.chika, thread, message: bens, emoji: '🎵' })
const other = await createThread(system, {
  by: people.dora,
  kind: 'direct',
  others: [people.emil],
})
await world.say('dora', 'dora whispers', { thread: other })
await world.partner('matinee')
await makeFriends(system, people.ana, people.ben)
await makeFriends(system, people.ben, people.chika)
for (const who of ['ben', 'chika'] as const) await addContacts({ system, database }, people[who], who)

const gate = openDatabase(database.as('countersign_gate'), { size: 1, onIdleError: () => undefined })
afterAll(() => gate.close())

/** How many rows of each table the gate sees in one transaction. */
function counts(declaration: Parameters<typeof declare>[1]): Promise<Record<string, number>> {
  return gate.read(async (session) => {
    await declare(session, declaration)
    return countAll(session)
  })
}

async function countAll(session: Session): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (const table of readable) {
    const { rows } = await session.query<{ n: number }>(`select count(*)::int as n from ${table}`)
    seen[table] = rows[0]?.n ?? 0
  }
  return seen
}

const readable = await onServer(database.owner, async (client) => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
     and has_any_column_privilege('countersign_gate', oid, 'select') and relname <> 'ledger_heads' order by relname`,
  )
  return rows.map(({ name }) => name)
})

describe('as the gate', () => {
  it('nothing declared shows nothing at all', async () => {
    expect(readable.length).toBeGreaterThan(10)
    expect(Object.values(await counts({})).every((n) => n === 0)).toBe(true)
  })

  it('one thread declared shows that thread, and no words without authors', async () => {
    expect(await counts({ thread: [thread] })).toMatchObject({
      threads: 1,
      memberships: 5,
      messages: 0,
      reactions: 0,
      persons: 0,
      grants: 0,
      partners: 0,
    })
  })

  it('thread and authors declared show the words of those in there, and of no other thread', async () => {
    const seen = await counts({ thread: [thread], authors: [people.ben, people.dora] })
    expect(seen).toMatchObject({ messages: 1, reactions: 0 })
    expect(await counts({ authors: [people.ben, people.dora] })).toMatchObject({ messages: 0 })
  })

  it('people declared show their permissions and nobody else’s', async () => {
    expect(await counts({ people: [people.ana] })).toMatchObject({
      persons: 1,
      grants: 1,
      countersignatures: 0,
      messages: 0,
    })
    expect(await counts({ people: [people.ben] })).toMatchObject({
      grants: 0,
      countersignatures: 1,
    })
  })

  it('the granting person declared shows their friends, and no friend’s friends', async () => {
    expect(await counts({ granting: [people.ana] })).toMatchObject({
      friendships: 1,
      contact_fields: 0,
      persons: 0,
    })
    expect(await counts({ people: [people.ana, people.ben, people.chika] })).toMatchObject({ friendships: 0 })
  })

  it('contact fields show for the owners declared, and for nobody who is only weighed or a friend', async () => {
    expect(await counts({ owners: [people.ben] })).toMatchObject({ contact_fields: 2, persons: 0 })
    expect(
      await counts({ people: [people.ben, people.chika], granting: [people.ben], authors: [people.ben] }),
    ).toMatchObject({ contact_fields: 0 })
  })

  it('a partner declared shows its own register entry and screens', async () => {
    expect(await counts({ partner: [jukebox.partner] })).toMatchObject({
      partners: 1,
      features: 1,
      manifests: 1,
      persons: 0,
    })
  })

  it('what was declared ends with the transaction', async () => {
    await counts({ thread: [thread], authors: [people.ben], people: [people.ana] })
    expect(Object.values(await countAll(gate)).every((n) => n === 0)).toBe(true)
  })

  it('a declaration that is no identifier is refused before it is text of a statement', async () => {
    const forged = `thread_0');select 1;--` as typeof thread
    await expect(counts({ thread: [forged] })).rejects.toThrow(TypeError)
  })

  it('writes nothing anywhere and reads no credential', async () => {
    for (const table of Object.keys(tables)) {
      await expect(gate.query(`delete from ${table}`)).rejects.toMatchObject({ code: '42501' })
      await expect(gate.query(`insert into ${table} default values`)).rejects.toMatchObject({ code: '42501' })
    }
    for (const table of ['logins', 'sessions', 'oauth_models', 'entries', 'changes'])
      await expect(gate.query(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' })
  })

  it('cannot shed its own bonds', async () => {
    for (const statement of [
      'set role countersign_app',
      'set session authorization countersign_turnstile',
      'alter table messages disable row level security',
      'alter role countersign_gate bypassrls',
      'create table mine (id int)',
    ])
      await expect(gate.query(statement)).rejects.toMatchObject({ code: '42501' })
    await expect(
      gate.transaction(async (session) => {
        await session.query('set local row_security = off')
        return session.query(`select * from messages where thread_id = '${uuidOf(thread)}'`)
      }),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
