// The test database itself: real, migrated, one per file, and bound logins that really log in.

import { existsSync } from 'node:fs'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { roles } from '../../server/src/store/roles.ts'
import { onServer } from '../src/postgres.ts'
import { cloneDatabase, freshDatabase, testPostgres } from '../src/test-database.ts'

const database = await freshDatabase()

describe('the test PostgreSQL', () => {
  it('keeps what it commits, tests or not', async () => {
    const { rows } = await onServer(database.owner, (client) =>
      client.query("select current_setting('fsync') fsync, current_setting('synchronous_commit') sync"),
    )
    expect(rows).toEqual([{ fsync: 'on', sync: 'on' }])
  })

  it('gives each file a migrated database of its own and takes it away again', async () => {
    const other = await cloneDatabase()
    expect(other.name).not.toBe(database.name)
    await onServer(other.owner, (client) => client.query('create table only_here (n integer)'))
    const there = await onServer(database.owner, (client) =>
      client.query(
        "select to_regclass('only_here') is null as absent, to_regclass('migrations') is not null as migrated",
      ),
    )
    expect(there.rows).toEqual([{ absent: true, migrated: true }])
    await other.drop()
    await other.drop()
    await expect(onServer(other.owner, (client) => client.query('select 1'))).rejects.toThrow(
      'does not exist',
    )
  })

  it('gives an empty one on request', async () => {
    const empty = await cloneDatabase({ holds: 'nothing' })
    const { rows } = await onServer(empty.owner, (client) =>
      client.query("select to_regclass('migrations') is null as empty"),
    )
    expect(rows).toEqual([{ empty: true }])
    await empty.drop()
  })

  it.each(roles)('lets %s log in with its own password only', async (role) => {
    const as = database.as(role)
    const client = new pg.Client({ ...as })
    await client.connect()
    const { rows } = await client.query(
      'select current_user::text as me, rolsuper from pg_roles where rolname = current_user',
    )
    await client.end()
    expect(rows).toEqual([{ me: role, rolsuper: false }])
    // Over a server given by DATABASE_URL the operator's pg_hba.conf decides; ours always asks.
    if (existsSync(testPostgres().owner.host))
      await expect(new pg.Client({ ...as, password: 'wrong' }).connect()).rejects.toMatchObject({
        code: '28P01',
      })
  })
})
