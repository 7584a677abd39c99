// What `countersign doctor` asks a database, as its owner: versions, durability, logins and their rights. Changes nothing.

import type { Instant } from '@countersign/protocol'
import type { ConnectionParameters, Session } from './database.ts'
import { type Role, roles } from './roles.ts'
import { type ServerFacts, serverFacts } from './server-facts.ts'
import { withClient } from './with-client.ts'

/** A login of the server as the database has it. */
export interface RoleFacts {
  readonly name: Role
  readonly exists: boolean
  /** Attributes it must not have, by their SQL names. */
  readonly excess: readonly string[]
  /** How many tables, functions or schemas it owns. */
  readonly owns: number
  /** Roles it belongs to. */
  readonly memberOf: readonly string[]
}

/** A database as it is. */
export interface DatabaseFacts extends ServerFacts {
  /** What the owner's login may not do and must, in words. */
  readonly lacking: readonly string[]
  readonly roles: readonly RoleFacts[]
  /** Applied migrations; empty before the first. */
  readonly migrations: readonly string[]
  /** Whether there is a ledger, whose keys must be there too. */
  readonly holdsLedger: boolean
  /** The time of the newest turn of the ledger; null before the first. */
  readonly headTime: Instant | null
  /** Changes made while the ledger could not be written that wait to be entered. */
  readonly waiting: number
}

/** @throws what `pg` throws when the database cannot be reached */
export function inspectDatabase(owner: ConnectionParameters): Promise<DatabaseFacts> {
  return withClient(owner, async (client) => {
    const session: Session = {
      async query<Row extends object>(text: string, values: readonly unknown[] = []) {
        const { rows, rowCount } = await client.query<Row>(text, [...values])
        return { rows, rowCount: rowCount ?? 0 }
      },
    }
    const migrations = await migrationsOf(session)
    return {
      ...(await serverFacts(client)),
      lacking: await lackingOf(session),
      roles: await rolesOf(session),
      migrations,
      ...(migrations.length > 0
        ? await ledgerOf(session)
        : { holdsLedger: false, headTime: null, waiting: 0 }),
    }
  })
}

async function lackingOf(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query<{ lacking: string[] }>(
    `select array_remove(array[
       case when not (rolcreaterole or rolsuper) then 'create roles' end,
       case when not has_schema_privilege('public', 'create') then 'create tables in schema public' end], null) as lacking
     from pg_roles where rolname = current_user`,
  )
  return rows[0]?.lacking ?? []
}

async function rolesOf(session: Session): Promise<readonly RoleFacts[]> {
  const { rows } = await session.query<Omit<RoleFacts, 'exists' | 'memberOf'> & { member_of: string[] }>(
    `select rolname as name,
       array_remove(array[case when rolsuper then 'superuser' end, case when rolcreatedb then 'createdb' end,
         case when rolcreaterole then 'createrole' end, case when rolbypassrls then 'bypassrls' end,
         case when rolreplication then 'replication' end], null) as excess,
       (select count(*)::int from pg_class where relowner = r.oid)
         + (select count(*)::int from pg_proc where proowner = r.oid)
         + (select count(*)::int from pg_namespace where nspowner = r.oid) as owns,
       array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid)
         as member_of
     from pg_roles r where rolname = any ($1)`,
    [roles],
  )
  return roles.map((name) => {
    const found = rows.find((row) => row.name === name)
    if (found === undefined) return { name, exists: false, excess: [], owns: 0, memberOf: [] }
    return { name, exists: true, excess: found.excess, owns: found.owns, memberOf: found.member_of }
  })
}

async function migrationsOf(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query<{ exists: boolean }>(
    "select to_regclass('public.migrations') is not null as exists",
  )
  if (rows[0]?.exists !== true) return []
  return (await session.query<{ name: string }>('select name from migrations order by name')).rows.map(
    ({ name }) => name,
  )
}

async function ledgerOf(
  session: Session,
): Promise<Pick<DatabaseFacts, 'holdsLedger' | 'headTime' | 'waiting'>> {
  const { rows } = await session.query<{ heads: number; head: string | null; waiting: number }>(
    `select (select count(*)::int from ledger_heads) as heads,
       (select max(head_time)::text from ledger_heads where turn > 0) as head,
       (select count(*)::int from changes where turn is null) as waiting`,
  )
  const head = rows[0]?.head ?? null
  return {
    holdsLedger: (rows[0]?.heads ?? 0) > 0,
    headTime: head === null ? null : Number(head),
    waiting: rows[0]?.waiting ?? 0,
  }
}
