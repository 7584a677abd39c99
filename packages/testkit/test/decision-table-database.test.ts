// The decision table straight against PostgreSQL as the gate's login: the same rows, stored and looked at.
import { afterAll, describe, expect, test } from 'vitest'
import { keepFacts } from '../../server/src/gate/kept-facts.ts'
import { type Known, type Looked, look, type Reading } from '../../server/src/gate/look.ts'
import { openOpaqueIds } from '../../server/src/gate/opaque-ids.ts'
import { readFriendContacts, readFriends, readOwnContact } from '../../server/src/gate/read-friends.ts'
import { readMembers, readNothing, readThreads } from '../../server/src/gate/read-lists.ts'
import { readMessages } from '../../server/src/gate/read-messages.ts'
import { openDatabase } from '../../server/src/store/database.ts'
import { ensureHead } from '../../server/src/store/ledger.ts'
import { testClock } from '../src/clock.ts'
import { type BuiltRow, buildRow } from '../src/decision-table/build.ts'
import { findItem, keysOf } from '../src/decision-table/found.ts'
import { notByDatabase, reasonsInWords } from '../src/decision-table/inexpressible.ts'
import { decisionTable } from '../src/decision-table/load.ts'
import { loadWorld } from '../src/load-world.ts'
import { freshDatabase } from '../src/test-database.ts'

const LOG_ID = 1
const NOW = Date.UTC(2026, 5, 1, 12)
const idKey = new Uint8Array(32).fill(7)

const database = await freshDatabase()
const onIdleError = (error: Error): never => {
  throw error
}
const owner = openDatabase(database.owner, { size: 2, onIdleError })
const gate = openDatabase(database.as('countersign_gate'), { size: 2, onIdleError })
const clock = testClock()
await ensureHead(owner, LOG_ID, 'decision-table.example/log')
afterAll(() => Promise.all([owner.close(), gate.close()]))

const all = decisionTable()
const rows = all.filter((row) => notByDatabase(row) === undefined)

describe('the decision table against the database', () => {
  test('the gate looks with a login that owns nothing and passes no row-level security', async () => {
    const { rows: found } = await gate.query(
      `select current_user as login, rolsuper or rolbypassrls as above, pg_has_role(rolname, $1, 'member') as member
       from pg_roles where rolname = current_user`,
      [database.owner.user],
    )
    expect(found).toEqual([{ login: 'countersign_gate', above: false, member: false }])
  })

  const named = all.map((row, seed) => ({ row, seed, name: `${row.obligation} ${row.name}` }))
  const expressible = named.filter(({ row }) => notByDatabase(row) === undefined)
  test.each(expressible)('$name', async ({ row, seed }) => {
    const built = buildRow(row, { now: NOW, seed })
    await owner.transaction((session) => loadWorld(session, built.world))
    const looked = await lookAt(built)
    const { expected } = row
    if (expected.outcome === 'refuse' && expected.code !== 'WITHHELD') {
      expect(looked.decision).toEqual(expected)
      expect(looked.outgoing).toEqual([])
      return
    }
    expect(looked.decision).toMatchObject({ outcome: 'permit' })
    if (row.item === null) {
      if (expected.outcome === 'permit' && expected.fields !== null)
        expect(looked.decision).toMatchObject({ fields: expected.fields })
      return
    }
    const objects = looked.outgoing.map(({ object }) => object)
    const found = findItem(built, objects, openOpaqueIds(idKey, built.request))
    if (expected.outcome === 'refuse') expect(found).toBe('withheld')
    else if (expected.fields === null) expect(found).not.toBe('withheld')
    else expect(found).toEqual(keysOf(expected.fields))
  })

  test('says which rows it could not express, and why', () => {
    process.stdout.write(
      `database: ${rows.length} of ${all.length} rows\n${reasonsInWords(all, notByDatabase)}\n`,
    )
    expect(rows.length).toBeGreaterThan(310)
  })
})

function lookAt(built: BuiltRow): Promise<Looked> {
  const { request, now, row } = built
  clock.set(now)
  const context = { clock, logId: LOG_ID, floor: row.floor, keptByLook: keepFacts<Known>(1).anew }
  const page = { limit: 50, cursor: null }
  return gate.read((session) => look(session, context, { ...request, at: now }, readingOf(built), page))
}

function readingOf({ request, row, facts: { ticket, placement } }: BuiltRow): Reading {
  const ids = openOpaqueIds(idKey, request)
  const thread = row.verb === 'threads.list' ? null : request.thread
  switch (request.verb) {
    case 'threads.list':
      return readThreads(ids)
    case 'messages.read':
      return readMessages(ids, thread ?? undefined)
    case 'members.see':
      return readMembers(ids, thread ?? undefined)
    case 'friends.list':
      return readFriends(ids)
    case 'friends.contact':
      return readFriendContacts(ids)
    case 'contact.own':
      return readOwnContact(ids)
    default:
      return readNothing(request.verb, thread, { ...(ticket && { ticket }), ...(placement && { placement }) })
  }
}
