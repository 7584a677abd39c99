// The live catalogue held against the declared tables: every difference as one sentence, so that a planted one shows itself.
import type pg from 'pg'
import { roles } from '../src/store/roles.ts'
import type { TableDeclaration } from '../src/store/tables/declaration.ts'
import { tables } from '../src/store/tables/index.ts'

/** Everything that is wrong with the schema `client` sees, one sentence each; empty for a good one. */
export async function lintCatalogue(client: pg.Client): Promise<readonly string[]> {
  const found: string[] = []
  for (const rule of [
    declaredTables,
    uniqueKeys,
    foreignKeys,
    sequences,
    privileges,
    gateRole,
    gateReach,
    promises,
  ])
    found.push(...(await rule(client)))
  return found
}

const rowsOf = async <Row extends object>(client: pg.Client, text: string): Promise<Row[]> =>
  (await client.query<Row>(text)).rows

async function columnsOf(client: pg.Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await rowsOf<{ table: string; columns: string[] }>(
    client,
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname`,
  )
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}

async function declaredTables(client: pg.Client): Promise<readonly string[]> {
  const live = await columnsOf(client)
  const undeclared = [...live.keys()].filter((name) => !(name in tables))
  const missing = Object.keys(tables).filter((name) => !live.has(name))
  const wrong = Object.entries(tables).flatMap(([name, table]) =>
    factsOf(table)
      .filter((column) => live.has(name) && !live.get(name)?.includes(column))
      .map((column) => `${name}.${column} is declared and not there`),
  )
  return [
    ...undeclared.map((name) => `${name} is there and not declared`),
    ...missing.map((name) => `${name} is declared and not there`),
    ...wrong,
  ]
}

function factsOf({ key, turnstile = [], clock = [], constant = [] }: TableDeclaration): readonly string[] {
  return [key, ...turnstile, ...clock, ...constant]
}

async function uniqueKeys(client: pg.Client): Promise<readonly string[]> {
  const rows = await rowsOf<{ table: string; index: string; first: string | null; primary: boolean }>(
    client,
    `select t.relname as table, i.relname as index, a.attname as first, x.indisprimary as primary from pg_index x
     join pg_class t on t.oid = x.indrelid and t.relnamespace = 'public'::regnamespace
     join pg_class i on i.oid = x.indexrelid
     left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0] where x.indisunique`,
  )
  const primary = new Set(rows.filter((row) => row.primary).map((row) => row.table))
  const without = Object.keys(tables).filter((name) => !primary.has(name))
  // Directories of one deployment may be unique in more than one way: they are on one machine.
  const unsharded = rows.filter(
    ({ table, first, primary: isPrimary }) =>
      tables[table] !== undefined &&
      (isPrimary || tables[table].class !== 'local') &&
      first !== tables[table].key,
  )
  return [
    ...without.map((name) => `${name} has no primary key`),
    ...unsharded.map(({ table, index }) => `${index} does not begin with ${tables[table]?.key}`),
  ]
}

async function foreignKeys(client: pg.Client): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string; from: string; to: string }>(
    client,
    `select conname as name, conrelid::regclass::text as from, confrelid::regclass::text as to
     from pg_constraint where contype = 'f'`,
  )
  return rows
    .filter(({ from, to }) => tables[from]?.class !== tables[to]?.class)
    .map(({ name }) => `${name} leads from one class of tables to another`)
}

async function sequences(client: pg.Client): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    client,
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`,
  )
  return rows.map(({ name }) => `${name} is a sequence, and two machines have no common one`)
}

interface Privilege {
  readonly role: string
  readonly table: string
  readonly insert: boolean
  readonly remove: boolean
  readonly update: readonly string[]
}

async function livePrivileges(client: pg.Client): Promise<readonly Privilege[]> {
  return rowsOf<Privilege>(
    client,
    `select r.role, c.relname as table, has_any_column_privilege(r.role, c.oid, 'insert') as insert,
       has_table_privilege(r.role, c.oid, 'delete') or has_table_privilege(r.role, c.oid, 'truncate') as remove,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and has_column_privilege(r.role, c.oid, a.attnum, 'update') order by a.attname) as update
     from unnest(array[${roles.map((role) => `'${role}'`).join()}]) as r (role)
     cross join pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  )
}

/** What is declared is what is granted, and what is granted keeps the one writer of permissions the only one. */
async function privileges(client: pg.Client): Promise<readonly string[]> {
  const live = await livePrivileges(client)
  return live.flatMap((privilege) => {
    const declared = tables[privilege.table]
    return declared === undefined
      ? []
      : [...differences(privilege, declared), ...brokenRules(privilege, declared)]
  })
}

function differences(
  { role, table, insert, remove, update }: Privilege,
  declared: TableDeclaration,
): string[] {
  const may = (list: readonly string[] | undefined): boolean => list?.includes(role) ?? false
  const columns = Object.entries(declared.update ?? {}).find(([name]) => name === role)?.[1] ?? []
  return [
    ...(insert === may(declared.insert)
      ? []
      : [`${role} ${insert ? 'may' : 'may not'} insert into ${table}`]),
    ...(remove === may(declared.remove)
      ? []
      : [`${role} ${remove ? 'may' : 'may not'} delete from ${table}`]),
    ...(update.join() === [...columns].sort().join()
      ? []
      : [`${role} may update ${update.join(', ') || 'nothing'} of ${table}`]),
  ]
}

const appendOnly = ['entries', 'register_entries', 'leaves', 'ledger_turns']

function brokenRules(
  { role, table, insert, remove, update }: Privilege,
  declared: TableDeclaration,
): string[] {
  const { decides, turnstile = [], clock = [], constant = [] } = declared
  const isTurnstile = role === 'countersign_turnstile'
  const facts = [...turnstile, ...clock]
  const broken: string[] = []
  if (appendOnly.includes(table) && (remove || update.length > 0))
    broken.push(`${role} may change ${table}, which is only appended to`)
  if (!isTurnstile && decides === 'permission' && (insert || remove))
    broken.push(`${role} may write ${table}, which only the turnstile may`)
  if (!isTurnstile && decides === 'item' && remove)
    broken.push(`${role} may delete from ${table} past the turnstile`)
  if (!isTurnstile && update.some((column) => facts.includes(column)))
    broken.push(`${role} may change what decisions read of ${table} past the turnstile`)
  if (update.some((column) => constant.includes(column)))
    broken.push(`${role} may change a constant of ${table}`)
  return broken
}

async function gateRole(client: pg.Client): Promise<readonly string[]> {
  const [role] = await rowsOf<{ powers: boolean; memberships: number; owned: number }>(
    client,
    `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit or rolreplication as powers,
       (select count(*)::int from pg_auth_members m where m.member = r.oid or m.roleid = r.oid) as memberships,
       (select count(*)::int from pg_class c where c.relowner = r.oid)
         + (select count(*)::int from pg_proc p where p.proowner = r.oid)
         + (select count(*)::int from pg_namespace n where n.nspowner = r.oid) as owned
     from pg_roles r where rolname = 'countersign_gate'`,
  )
  if (role === undefined) return ['there is no countersign_gate']
  return [
    ...(role.powers ? ['countersign_gate has powers beyond logging in'] : []),
    ...(role.memberships > 0 ? ['countersign_gate is in a role, or a role is in it'] : []),
    ...(role.owned > 0 ? ['countersign_gate owns something'] : []),
  ]
}

const notForTheGate = [
  'logins',
  'sessions',
  'invitations',
  'oauth_models',
  'dpop_proofs',
  'settings',
  'entries',
  'register_entries',
  'leaves',
  'chains',
  'pending_records',
  'changes',
  'ledger_turns',
]

async function gateReach(client: pg.Client): Promise<readonly string[]> {
  const rows = await rowsOf<{ table: string; rls: boolean; forced: boolean; policies: number }>(
    client,
    `select relname as table, relrowsecurity as rls, relforcerowsecurity as forced,
       (select count(*)::int from pg_policies p where p.schemaname = 'public' and p.tablename = relname
         and 'countersign_gate' = any (p.roles)) as policies
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p')
       and has_any_column_privilege('countersign_gate', oid, 'select')`,
  )
  const definers = await rowsOf<{ name: string }>(
    client,
    `select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
  )
  return [
    ...rows
      .filter(({ table }) => notForTheGate.includes(table))
      .map(({ table }) => `the gate can read ${table}`),
    ...rows
      .filter(({ rls }) => !rls)
      .map(({ table }) => `the gate reads ${table} without row-level security`),
    ...rows.filter(({ forced }) => forced).map(({ table }) => `${table} forces row-level security`),
    ...rows
      .filter(({ policies }) => policies !== 1)
      .map(({ table, policies }) => `${table} has ${policies} policies for the gate`),
    ...definers.map(({ name }) => `${name} runs with its owner's powers`),
  ]
}

/** A policy or a check whose purpose nobody wrote down is one nobody dares to keep. */
async function promises(client: pg.Client): Promise<readonly string[]> {
  const policies = await rowsOf<{ name: string }>(
    client,
    `select tablename || '.' || policyname as name from pg_policies where schemaname = 'public'
     and obj_description((select oid from pg_policy where polname = policyname
       and polrelid = (schemaname || '.' || tablename)::regclass), 'pg_policy') is null`,
  )
  const ends = await rowsOf<{ name: string }>(
    client,
    `select conname as name from pg_constraint where contype = 'c' and conname like '%has_an_end'
     and obj_description(oid, 'pg_constraint') is null`,
  )
  return [...policies, ...ends].map(({ name }) => `${name} says nowhere what it promises`)
}
