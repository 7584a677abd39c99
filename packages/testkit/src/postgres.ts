// Databases for tests and proofs on a real PostgreSQL: each cloned from a template that was migrated once.

import { randomBytes } from 'node:crypto'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import { migrate } from '../../server/src/store/migrate.ts'
import type { Role } from '../../server/src/store/roles.ts'
import { withClient } from '../../server/src/store/with-client.ts'

/** A server to make databases on: how to reach it as its owner, and the name all databases of the run begin with. */
export interface TestPostgres {
  readonly owner: ConnectionParameters
  readonly prefix: string
}

/** A database of one test file's own. */
export interface TestDatabase {
  readonly name: string
  /** The login that owns the database and may do everything in it. */
  readonly owner: ConnectionParameters
  /** One of the server's logins, which row-level security binds. */
  as(role: Role): ConnectionParameters
  /** Removes the database, cutting off whoever is still connected. Calling it again is harmless. */
  drop(): Promise<void>
}

/** What the database holds at first: the newest schema, or nothing. */
export interface TestDatabaseOptions {
  readonly holds?: 'schema' | 'nothing'
}

// Any number will do as long as the template's makers agree on it.
const templateLock = 4_748

/** The password of a login in tests; the same in every run, because logins belong to the server and not to a database. */
export function testPassword(role: Role): string {
  return `only-for-tests-${role}`
}

/** A fresh database that the caller drops. The first call of a run migrates the template; calls at the same time wait for it. */
export async function makeDatabase(
  { owner, prefix }: TestPostgres,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const template = options.holds === 'nothing' ? 'template1' : await migratedTemplate(owner, prefix)
  const name = `${prefix}_${randomBytes(6).toString('hex')}`
  await onServer(owner, (client) => client.query(`create database ${name} template ${template}`))
  return databaseCalled(owner, name)
}

/** A database that is there already, as another process was told of it. */
export function databaseCalled(owner: ConnectionParameters, name: string): TestDatabase {
  return {
    name,
    owner: { ...owner, database: name },
    as: (role) => ({ ...owner, database: name, user: role, password: testPassword(role) }),
    drop: () => dropDatabase(owner, name),
  }
}

/** Drops a database whoever uses it; harmless when it is not there. */
export async function dropDatabase(owner: ConnectionParameters, name: string): Promise<void> {
  await onServer(owner, (client) => client.query(`drop database if exists ${name} with (force)`))
}

/** Does something on a connection of its own, such as that of the server's owner. */
export const onServer = withClient

/** `is_template` is the mark of a finished one: a run killed while migrating leaves nothing that a later file would clone. */
async function migratedTemplate(owner: ConnectionParameters, prefix: string): Promise<string> {
  const name = `${prefix}_template`
  await onServer(owner, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const made = await client.query('select from pg_database where datname = $1 and datistemplate', [name])
    if (made.rowCount === 1) return
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    await migrate({ ...owner, database: name }, { rolePassword: testPassword })
    await client.query(`alter database ${name} is_template true`)
  })
  return name
}
