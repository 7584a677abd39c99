// Fills a place with a world once, and knows it again: the same seed, size and day give the same rows.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { migrationNames } from '../../../packages/server/src/store/migrate.ts'
import { copyTable, type Loaded } from './copy.ts'
import type { Place } from './place.ts'
import { type Plan, planOf } from './plan.ts'
import { progressTo } from './progress.ts'
import { scaleOf } from './scale.ts'
import { tablesOf } from './tables.ts'

/** What is asked of a world. */
export interface WorldOptions {
  readonly messages: number
  readonly seed: number
}

/** A world that is in the database. */
export interface LoadedWorld {
  readonly plan: Plan
  /** How each table was filled, now or when a kept world was made. */
  readonly loaded: readonly Loaded[]
  readonly databaseBytes: number
}

/** What the bench keeps in the database beside the product's own tables. */
const ownTables = `
create schema if not exists bench;
create table if not exists bench.world (
  messages bigint not null, seed bigint not null, as_of bigint not null, schema_hash text not null,
  loaded jsonb not null);
create table if not exists bench.accesses (
  access_id uuid primary key, person_id uuid not null, partner_id uuid not null, thread_id uuid not null,
  at bigint not null, body_hash bytea not null);
create table if not exists bench.commits (commit_id uuid primary key);
grant usage on schema bench to countersign_app;
grant insert on bench.accesses to countersign_app;`

/**
 * Fills an empty place, or finds the world that is in it.
 * @throws Error when another world is in it, or one whose load was cut short
 */
export function loadWorld(
  place: Place,
  options: WorldOptions,
  say: (line: string) => void,
): Promise<LoadedWorld> {
  return place.asOwner(async (client) => {
    await client.query(ownTables)
    const there = await worldIn(client, options)
    const asOf = there?.asOf ?? Math.floor(Date.now() / 86_400_000) * 86_400_000
    const plan = planOf(scaleOf(options.messages), options.seed, asOf)
    const loaded = there?.loaded ?? (await fill(client, plan, say))
    const { rows } = await client.query<{ size: string }>(
      'select pg_database_size(current_database()) as size',
    )
    return { plan, loaded, databaseBytes: Number(rows[0]?.size) }
  })
}

interface WorldRow {
  readonly messages: string
  readonly seed: string
  readonly as_of: string
  readonly schema_hash: string
  readonly loaded: readonly Loaded[]
}

/** The world that is here, when it is the one asked for; undefined when there is none. */
async function worldIn(
  client: pg.Client,
  { messages, seed }: WorldOptions,
): Promise<{ readonly asOf: number; readonly loaded: readonly Loaded[] } | undefined> {
  const { rows } = await client.query<WorldRow>(
    'select messages, seed, as_of, schema_hash, loaded from bench.world',
  )
  const [row] = rows
  if (row === undefined) {
    const { rowCount } = await client.query('select from persons limit 1')
    if (rowCount !== 0) throw new Error('a load was cut short here: remove the folder, or name another')
    return undefined
  }
  if (Number(row.messages) !== messages || Number(row.seed) !== seed)
    throw new Error(
      `here is a world of ${row.messages} messages and seed ${row.seed}: ask for that, or elsewhere`,
    )
  if (row.schema_hash !== (await schemaHash()))
    throw new Error(
      'the schema is another one since this world was loaded: remove the folder, or name another',
    )
  return { asOf: Number(row.as_of), loaded: row.loaded }
}

async function fill(client: pg.Client, plan: Plan, say: (line: string) => void): Promise<readonly Loaded[]> {
  const progress = progressTo(say)
  const loaded: Loaded[] = []
  for (const table of tablesOf(plan)) loaded.push(await copyTable(client, table, progress))
  say('vacuum, analyze and a checkpoint, so that none of them falls into the measurement')
  await client.query('vacuum (analyze)')
  await client.query('checkpoint')
  const { messages } = plan.scale
  await client.query('insert into bench.world values ($1, $2, $3, $4, $5)', [
    messages,
    plan.seed,
    plan.asOf,
    await schemaHash(),
    JSON.stringify(loaded),
  ])
  return loaded
}

/** What the migrations say: a world keeps the schema it was loaded with, and figures of another one would be of another program. */
async function schemaHash(): Promise<string> {
  const folder = new URL('../../../packages/server/src/store/migrations/', import.meta.url)
  const hash = createHash('sha256')
  for (const name of await migrationNames()) hash.update(await readFile(new URL(name, folder)))
  return hash.digest('hex')
}
