// The commands against a data folder of their own: import with its exact counts, killed, stopped; serve, doctor, lists.

import { chmod, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { cli, ended, objectOf, startCli, temporaryFolder } from './_cli.ts'
import { ldbcCounts, ldbcFolder, ldbcMissing } from './_ldbc.ts'

// A dozen processes with a database each: seconds on a free machine, a minute on a busy one.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const folder = await temporaryFolder()
let migrated: Record<string, unknown>
const zero = Object.fromEntries(Object.keys(ldbcCounts).map((kind) => [kind, 0]))

/** Starts a command and waits until it has its database. */
async function databaseReady(args: readonly string[]) {
  const child = startCli(folder, args)
  for await (const line of createInterface({ input: child.stderr }))
    if (line.includes('PostgreSQL is ready')) break
  return child
}

beforeAll(async () => {
  const said = await cli(folder, ['migrate', '--json'])
  if (said.code !== 0) throw new Error(said.stderr)
  migrated = objectOf(said)
})

describe('migrate', () => {
  it('applies everything the first time', () => {
    expect(migrated['applied']).toEqual(migrated['migrations'])
    expect((migrated['applied'] as string[]).length).toBeGreaterThan(1)
  })

  it('again does nothing', async () => {
    expect(objectOf(await cli(folder, ['migrate', '--json']))).toMatchObject({ ok: true, applied: [] })
  })

  it('leaves no database process behind', async () => {
    expect(await readdir(join(folder, 'countersign-data/postgres/users'))).toEqual([])
  })
})

describe.skipIf(ldbcMissing !== undefined)('import ldbc', () => {
  it('killed -9 and run again goes on; again: nothing is added, and it says so', async () => {
    const import_ = ['import', 'ldbc', ldbcFolder, '--json']
    const killed = await databaseReady([...import_, '--log-level', 'debug'])
    await new Promise((resolve) => setTimeout(resolve, 600))
    killed.kill('SIGKILL')
    await new Promise((resolve) => killed.once('exit', resolve))

    expect((await cli(folder, import_)).code).toBe(0)
    const again = await cli(folder, import_)
    expect(objectOf(again)).toMatchObject({ ...zero, already_in: 14_879 })
    expect((await cli(folder, ['import', 'ldbc', ldbcFolder])).stdout).toMatch(
      /^Nothing added: all 14879 records/,
    )
  })

  it('stopped by Ctrl-C ends with 130 after a whole batch; run again, it goes on and says how far it is', async () => {
    const import_ = ['import', 'ldbc', ldbcFolder, '--json', '--source', 'stopped']
    const stopped = await databaseReady([...import_, '--log-level', 'debug'])
    stopped.kill('SIGINT')
    const interrupted = await ended(stopped)
    expect(interrupted).toMatchObject({ code: 130 })
    expect(objectOf(interrupted)).toMatchObject({ ok: false, code: 'STOPPED' })
    const whole = await cli(folder, import_)
    expect(objectOf(whole)).toMatchObject({ ok: true, ...ldbcCounts, source: 'stopped' })
    expect(whole.stderr).toMatch(/messages: 14879 of 14879 records, \d+\/s, about 0 s left/)
  })

  it('whose database dies ends with 3 and says to run it again, which goes on', async () => {
    const import_ = ['import', 'ldbc', ldbcFolder, '--json', '--source', 'lost']
    const child = startCli(folder, [...import_, '--log-level', 'debug'])
    let database = 0
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('PostgreSQL is ready')) database = (JSON.parse(line) as { pid: number }).pid
      if (line.includes(' of 14879 records') || line.includes('PostgreSQL is ready')) break
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
    process.kill(database, 'SIGKILL')
    const lost = await ended(child)
    expect(lost.code).toBe(3)
    expect(objectOf(lost)['code']).toMatch(/^(DATABASE_|LEDGER_UNAVAILABLE)/)
    expect((await cli(folder, import_)).code).toBe(0)
    expect(objectOf(await cli(folder, import_))).toMatchObject({ ...zero, already_in: 14_879 })
  })

  it('of a folder without the files ends with 1 and names the file', async () => {
    const said = await cli(folder, ['import', 'ldbc', '.', '--json'])
    expect(said.code).toBe(1)
    expect(objectOf(said)).toMatchObject({ code: 'FILE_MISSING', file: 'person_0_0.csv', exit: 1 })
  })
})

describe('people, partners, permissions', () => {
  it('an invitation is for a new person, or for that person again, and nobody else', async () => {
    const invited = objectOf(await cli(folder, ['person', 'invite', '--name', 'Ana', '--json']))
    expect(invited['url']).toBe(`http://localhost:4747/claim?code=${String(invited['code'])}`)
    const again = objectOf(await cli(folder, ['person', 'invite', String(invited['person']), '--json']))
    expect(again['person']).toBe(invited['person'])
    expect(again['code']).not.toBe(invited['code'])
    const nobody = await cli(folder, [
      'person',
      'invite',
      'person_0190b5e27cc07a31a5c64dd8e1f2a3b4',
      '--json',
    ])
    expect(objectOf(nobody)).toMatchObject({ code: 'NOT_FOUND', exit: 1 })
  })

  it('a partner file that is missing or wrong is named', async () => {
    expect(objectOf(await cli(folder, ['partner', 'add', 'none.yaml', '--json']))).toMatchObject({
      code: 'FILE_UNREADABLE',
      exit: 1,
    })
    await writeFile(join(folder, 'partner.yaml'), 'slug: x\n')
    const wrong = objectOf(await cli(folder, ['partner', 'add', 'partner.yaml', '--json']))
    expect(wrong).toMatchObject({ code: 'BAD_REQUEST', exit: 1 })
    expect((wrong['errors'] as unknown[]).length).toBeGreaterThan(2)
  })

  it('permissions are none at first', async () => {
    expect(objectOf(await cli(folder, ['grant', 'list', '--json']))).toEqual({
      ok: true,
      grants: [],
      next: null,
    })
    expect((await cli(folder, ['grant', 'list', '--partner', 'nobody'])).code).toBe(1)
  })
})

describe('serve', () => {
  it('prints its address, shares its database, stops on SIGTERM and leaves nothing running', async () => {
    const server = startCli(folder, ['serve', '--json', '--port', '4797'])
    const output = ended(server)
    const lines = createInterface({ input: server.stdout })
    const [line] = await new Promise<string[]>((resolve) => lines.once('line', (first) => resolve([first])))
    expect(JSON.parse(line ?? '')).toMatchObject({ ok: true, url: 'http://localhost:4797', pid: server.pid })
    const second = await cli(folder, ['serve', '--json', '--port', '4797'])
    expect(objectOf(second)).toMatchObject({ code: 'PORT_TAKEN', holder: { pid: server.pid }, exit: 3 })
    expect((await cli(folder, ['grant', 'list', '--json'])).code).toBe(0)
    expect((await fetch('http://localhost:4797/nowhere')).status).toBe(404)
    server.kill('SIGTERM')
    expect((await output).code).toBe(0)
    expect(await readdir(join(folder, 'countersign-data/postgres/users'))).toEqual([])
  })
})

describe('doctor', () => {
  const keys = join(folder, 'countersign-data/keys')

  it('finds a good installation well', async () => {
    const { ok, findings } = objectOf(await cli(folder, ['doctor', '--json', '--port', '0']))
    expect(ok).toBe(true)
    expect((findings as { state: string }[]).map(({ state }) => state)).toEqual(Array(14).fill('ok'))
  })

  it('says how to mend modes and missing keys', async () => {
    await chmod(join(folder, 'countersign-data'), 0o755)
    await chmod(join(keys, 'cursor.key'), 0o644)
    const loose = await cli(folder, ['doctor', '--port', '0'])
    expect(loose.code).toBe(1)
    expect(loose.stderr).toContain(`chmod 700 '${join(folder, 'countersign-data')}'`)
    expect(loose.stderr).toContain(`chmod 600 '${join(keys, 'cursor.key')}'`)
    await chmod(join(folder, 'countersign-data'), 0o700)
    await rename(join(keys, 'cursor.key'), join(folder, 'cursor.key'))
    expect((await cli(folder, ['doctor', '--port', '0'])).stderr).toContain('Restore the key folder')
    const refused = await cli(folder, ['serve', '--port', '0', '--json'])
    expect(objectOf(refused)).toMatchObject({ code: 'KEYS_MISSING', exit: 3 })
    await rename(join(folder, 'cursor.key'), join(keys, 'cursor.key'))
    await rename(keys, join(folder, 'kept'))
    expect((await cli(folder, ['doctor', '--port', '0'])).stderr).toContain('fail keys: missing')
    await rename(join(folder, 'kept'), keys)
    await chmod(join(keys, 'cursor.key'), 0o600)
    expect((await cli(folder, ['doctor', '--port', '0'])).code).toBe(0)
  })

  it('makes nothing where there is nothing', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect((await cli(empty, ['doctor', '--port', '0'])).code).toBe(0)
    expect(await readdir(empty)).toEqual([])
  })
})
