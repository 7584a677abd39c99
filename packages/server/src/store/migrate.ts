// Brings a database to the newest schema: numbered SQL files, each applied once, in order, in its own transaction.
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { ConnectionParameters } from './database.ts'
import { type Role, roles } from './roles.ts'
import { assertFit, serverFacts } from './server-facts.ts'
import { withClient } from './with-client.ts'

/** A migration that cannot be applied; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

const folder = new URL('./migrations/', import.meta.url)

/**
 * Makes the login roles (or sets their passwords) and applies every migration not yet applied. Safe to run again and
 * from two processes at once: an advisory lock lets one go first. Needs a login that may create roles and tables.
 * @returns the names of the migrations applied now
 * @throws {UnfitServerError} before anything is changed; {MigrationError}
 */
export async function migrate(
  owner: ConnectionParameters,
  options: { readonly rolePassword: (role: Role) => string },
): Promise<readonly string[]> {
  return withClient(owner, async (client) => {
    assertFit(await serverFacts(client))
    await client.query('select pg_advisory_lock(4747)')
    await makeRoles(client, options.rolePassword)
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    return applyMissing(client)
  })
}

/** The migrations of this version, in order. */
export async function migrationNames(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

async function applyMissing(client: pg.Client): Promise<readonly string[]> {
  const known = await migrationNames()
  const { rows } = await client.query<{ name: string }>('select name from migrations')
  const applied = new Set(rows.map((row) => row.name))
  const unknown = [...applied].filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new MigrationError(
      `The database is newer than this program (${unknown.join(', ')}). Run a newer Countersign.`,
    )
  const missing = known.filter((name) => !applied.has(name))
  for (const name of missing) {
    const sql = await readFile(new URL(name, folder), 'utf8')
    await client.query('begin')
    try {
      await client.query(sql)
      await client.query('insert into migrations (name) values ($1)', [name])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new MigrationError(`Migration ${name} failed and changed nothing: ${String(error)}`, {
        cause: error,
      })
    }
  }
  return missing
}

/** Roles are shared by every database of a server, so they are made once and then only kept up. */
async function makeRoles(client: pg.Client, passwordOf: (role: Role) => string): Promise<void> {
  for (const role of roles) {
    const { rows } = await client.query<{ as_made: boolean }>(
      `select rolcanlogin and not (rolsuper or rolcreatedb or rolcreaterole or rolinherit or rolbypassrls
         or rolreplication) as as_made from pg_roles where rolname = $1`,
      [role],
    )
    const verb = rows[0] === undefined ? 'create' : 'alter'
    // Said again only where it differs: to say that a login is no superuser takes a superuser, which an owner need not be.
    const attributes = rows[0]?.as_made
      ? ''
      : 'login nosuperuser nocreatedb nocreaterole noinherit nobypassrls noreplication'
    await client.query(
      `${verb} role ${role} ${attributes} password ${client.escapeLiteral(passwordOf(role))}`,
    )
    // Nobody waits for ever behind a stuck lock: a partner is refused, a person is told to try again.
    await client.query(`alter role ${role} set lock_timeout = '5s'`)
    // A server that froze in the middle of a turn loses the head, so that the others go on.
    await client.query(`alter role ${role} set idle_in_transaction_session_timeout = '10s'`)
  }
}
