// A database to import into, what is in it afterwards, and an import that is killed half-way.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { cloneDatabase } from '@countersign/testkit'
import { afterAll, expect } from 'vitest'
import type { ImportSystem } from '../src/acts/import-batch.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import type { ImportFormat } from './_import-formats.ts'
import { type ImportPlace, openImportSystem } from './_import-system.ts'

/** A database of its own with all an import needs. */
export interface Ground {
  readonly owner: Database
  readonly place: ImportPlace
  readonly system: ImportSystem
  close(): Promise<void>
}

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** A new folder, removed after the tests. */
export async function newFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'countersign-import-'))
  folders.push(made)
  return made
}

/** Opens one; `close` drops its database. */
export async function openGround(): Promise<Ground> {
  const database = await cloneDatabase()
  const owner = openDatabase(database.owner, { size: 2, onIdleError: () => undefined })
  const place = {
    app: database.as('countersign_app'),
    turnstile: database.as('countersign_turnstile'),
    folder: await newFolder(),
  }
  const system = await openImportSystem(place)
  return {
    owner,
    place,
    system,
    async close() {
      await Promise.all([system.close(), owner.close()])
      await database.drop()
    },
  }
}

const contentTables = [
  'persons',
  'contact_fields',
  'friendships',
  'threads',
  'memberships',
  'person_threads',
  'messages',
  'attachments',
  'reactions',
  'imported_ids',
]

/** One fingerprint of each table's rows, ids and positions included. */
export async function dump(owner: Database): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of contentTables) {
    const { rows } = await owner.query<{ rows: number; digest: string }>(
      `select count(*)::int as rows, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${table} t`,
    )
    found[table] = `${rows[0]?.rows} ${rows[0]?.digest}`
  }
  return found
}

/** How many rows `from` … gives. */
export async function count(owner: Database, from: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from ${from}`)
  return rows[0]?.count ?? -1
}

/** Imports in a child that is killed -9 after so many batches. */
export async function killedAfter(
  batches: number,
  place: ImportPlace,
  format: ImportFormat,
  path: string,
): Promise<void> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./_import-child.ts', import.meta.url)), JSON.stringify(place), format, path],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<string | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  )
  let seen = 0
  for await (const _line of createInterface({ input: child.stdout }))
    if (++seen === batches) child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
}
