// What every way in keeps: again, killed, stopped, twice at once or corrected half-way, the rows are the same.

import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type ImportFormat, type ImportOutcome, runImport } from './_import-formats.ts'
import { count, dump, type Ground, killedAfter, newFolder, openGround } from './_import-ground.ts'
import { openImportSystem } from './_import-system.ts'

/** One thing wrong in one file. */
export interface Spoilt {
  readonly what: string
  /** Below the folder of the set. */
  readonly file: string
  readonly change: (whole: Buffer) => string | Buffer
  /** What the error says: the place first. */
  readonly said: string
  /** How many rows are in afterwards, by table. */
  readonly kept: Readonly<Record<string, number>>
}

/** What the contract has to know of a way in. */
export interface ImportContract {
  readonly format: ImportFormat
  /** The folder of the set; asked for once. */
  readonly folder: () => Promise<string>
  /** After how many batches it is killed, one time after the other; later than all of them something is left to do. */
  readonly kills: readonly number[]
  /** In the order in which an import comes to them. */
  readonly wrong: readonly Spoilt[]
}

/** The set as it comes in undisturbed. */
export interface FirstImport extends Ground, ImportOutcome {
  readonly folder: string
  readonly rows: Readonly<Record<string, string>>
}

/** States the contract as tests of the enclosing `describe`; returns the first import, for tests of one's own to look at. */
export function importContract({ format, folder, kills, wrong }: ImportContract): () => FirstImport {
  // An import takes seconds on a busy machine, and a test makes up to six.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

  let first: FirstImport
  beforeAll(async () => {
    const path = await folder()
    const ground = await openGround()
    const outcome = await runImport(format, ground.system, { path })
    first = { ...ground, ...outcome, folder: path, rows: await dump(ground.owner) }
  })
  afterAll(() => first.close())

  const run = (ground: Ground, path = first.folder): Promise<ImportOutcome> =>
    runImport(format, ground.system, { path })

  it('comes in as people nobody has claimed, with nothing releasable', () => unclaimed(first))

  it('again adds nothing, not even a turn of the ledger', async () => {
    const turns = await count(first.owner, 'ledger_turns')
    expect(await run(first)).toEqual({ added: allIn(first), held: first.held })
    expect(await dump(first.owner)).toEqual(first.rows)
    expect(await count(first.owner, 'ledger_turns')).toBe(turns)
  })

  it(`killed -9 after ${kills.join(', ')} batches, one time after the other, and run again gives the same rows`, () =>
    onGround(async (ground) => {
      for (const batches of kills) {
        await killedAfter(batches, ground.place, format, first.folder)
        expect([batches, await dump(ground.owner)]).not.toEqual([batches, first.rows])
      }
      expect((await run(ground)).added['already_in']).toBeGreaterThan(0)
      expect(await dump(ground.owner)).toEqual(first.rows)
      await unclaimed({ ...first, ...ground })
    }))

  it('imported twice at once gives the same rows, each record added by one of the two', () =>
    onGround(async (ground) => {
      const second = await openImportSystem(ground.place)
      try {
        const [one, other] = await Promise.all([run(ground), run({ ...ground, system: second })])
        const both = Object.entries(one.added).map(([kind, n]) => [kind, n + (other.added[kind] ?? 0)])
        const { already_in = 0 } = first.added
        const found = sumOf(first.added)
        expect(Object.fromEntries(both)).toEqual({ ...first.added, already_in: found + already_in })
        expect(await dump(ground.owner)).toEqual(first.rows)
      } finally {
        await second.close()
      }
    }))

  it('stopped between two batches keeps what is in', () =>
    onGround(async (ground) => {
      const stop = new AbortController()
      let batches = 0
      let records = 0
      const advance = (_stage: string, more: number): void => {
        records += more
        if (++batches === kills[1]) stop.abort()
      }
      const progress = { begin: () => undefined, advance }
      await expect(
        runImport(format, ground.system, { path: first.folder, signal: stop.signal, progress }),
      ).rejects.toThrow('aborted')
      expect(batches).toBe(kills[1])
      const { already_in = 0 } = first.added
      expect((await run(ground)).added['already_in']).toBe(records + already_in)
      expect(await dump(ground.owner)).toEqual(first.rows)
    }))

  it('names what is wrong by its place, keeps what came before it, and goes on once it is corrected', () =>
    onGround(async (ground) => {
      const path = await newFolder()
      await cp(first.folder, path, { recursive: true })
      for (const { what, file, change, said, kept } of wrong) {
        const whole = await readFile(join(path, file))
        const spoilt = change(Buffer.from(whole))
        expect([what, whole.equals(Buffer.from(spoilt))]).toEqual([what, false])
        await rewrite(join(path, file), spoilt)
        const error: unknown = await run(ground, path).catch((thrown: unknown) => thrown)
        expect([what, error]).toEqual([
          what,
          expect.objectContaining({ message: expect.stringContaining(said) }),
        ])
        for (const [table, rows] of Object.entries(kept))
          expect([what, table, await count(ground.owner, table)]).toEqual([what, table, rows])
        await rewrite(join(path, file), whole)
      }
      await run(ground, path)
      expect(await dump(ground.owner)).toEqual(first.rows)
    }))

  return () => first
}

async function onGround(work: (ground: Ground) => Promise<void>): Promise<void> {
  const ground = await openGround()
  try {
    await work(ground)
  } finally {
    await ground.close()
  }
}

/** Shells with their accounts opened, and nothing else: no login, no grant, nothing verified. */
async function unclaimed({ owner, added }: FirstImport): Promise<void> {
  const { people } = added
  expect(await count(owner, "persons where account = 'shell'")).toBe(people)
  expect(await count(owner, 'persons')).toBe(people)
  expect(await count(owner, 'logins')).toBe(0)
  expect(await count(owner, 'grants')).toBe(0)
  expect(await count(owner, 'contact_fields where verified')).toBe(0)
  expect(await count(owner, "entries where kind = 'account_opened'")).toBe(people)
  expect(await count(owner, 'entries')).toBe(people)
}

/** How many records a run found, added now or in before. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0)
}

/** What a second run says it added. */
function allIn({ added }: ImportOutcome): Readonly<Record<string, number>> {
  const nothing = Object.keys(added).map((kind) => [kind, 0])
  return { ...Object.fromEntries(nothing), already_in: sumOf(added) }
}

/** Also when the copied file may not be written to. */
async function rewrite(file: string, content: string | Buffer): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, content)
}
