// What must not start, or must not be mistaken: stale pid files, half-made clusters, foreign socket folders, wrong versions, full disks.

import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { locateBinaries, packagedBinaries } from '../src/store/embedded/binaries.ts'
import { findPostmaster } from '../src/store/embedded/postmaster.ts'
import { prepareSocketFolder } from '../src/store/embedded/socket-folder.ts'
import { waitUntil } from '../src/store/embedded/wait-until.ts'
import { ask, Bench, isRoot, runs } from './_embedded-fixture.ts'

const run = promisify(execFile)
const bench = new Bench()
afterEach(() => bench.clear())
const ownUid = process.getuid?.() ?? 0

describe('a stale pid file', () => {
  it.each(['a dead process', 'another living program', 'the server of another folder'])(
    'that names %s is recognised',
    async (whose) => {
      const dataDir = await bench.folder()
      const neighbour = await bench.start(await bench.folder())
      const { pid, stop, connection } = await bench.start(dataDir)
      const file = join(dataDir, 'cluster', 'postmaster.pid')
      const text = await readFile(file, 'utf8')
      const socketLock = join(connection.host, '.s.PGSQL.5432.lock')
      const lockText = await readFile(socketLock, 'utf8')
      await stop()
      const stranger = spawn('sleep', ['60'])
      bench.later(async () => void stranger.kill())
      const named = String(
        whose === 'a dead process' ? pid : whose === 'another living program' ? stranger.pid : neighbour.pid,
      )
      // As after a power cut: both files still there, their number by now nobody's or someone else's.
      await writeFile(file, text.replace(String(pid), named))
      await mkdir(connection.host, { mode: 0o700 })
      await writeFile(socketLock, lockText.replace(String(pid), named))
      expect(await findPostmaster(join(dataDir, 'cluster'))).toBeUndefined()
      const again = await bench.start(dataDir)
      expect(again.adopted).toBe(false)
      expect(stranger.exitCode).toBeNull()
      expect(await ask(neighbour.connection, 'select 1 as one')).toEqual({ one: 1 })
    },
  )

  it('is not trusted against a server held where its process is not seen', { timeout: 40_000 }, async () => {
    const dataDir = await bench.folder()
    const { pid, connection } = await bench.start(dataDir)
    const file = join(dataDir, 'cluster', 'postmaster.pid')
    const text = await readFile(file, 'utf8')
    const copy = await bench.folder()
    // The same lock file under a second name stands for the same data seen from another container.
    await mkdir(join(copy, 'cluster'))
    await writeFile(join(copy, 'cluster', 'postmaster.pid'), text.replace(String(pid), String(process.pid)))
    await writeFile(join(copy, 'cluster', 'PG_VERSION'), '18\n')
    await writeFile(join(copy, 'superuser-password'), 'unused', { mode: 0o600 })
    await run('ln', [join(dataDir, 'cluster.lock'), join(copy, 'cluster.lock')])
    await expect(bench.start(copy, { socketRoot: copy })).rejects.toMatchObject({
      name: 'PostgresInUseError',
      message: expect.stringContaining('another container'),
    })
    expect(existsSync(join(copy, 'cluster', 'postmaster.pid'))).toBe(true)
    expect(await ask(connection, 'select 1 as one')).toEqual({ one: 1 })
  })
})

describe('kill -9 while the cluster is being made', () => {
  it('leaves nothing that looks like a cluster, and the next start makes a whole one', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    const making = () => readdirSync(dataDir).find((name) => name.startsWith('making-'))
    const begun = await waitUntil(20_000, () => {
      const folder = making()
      return folder !== undefined && existsSync(join(dataDir, folder, 'cluster', 'PG_VERSION'))
        ? true
        : undefined
    })
    expect(begun).toBe(true)
    await child.kill()
    expect(readdirSync(dataDir)).not.toContain('cluster')
    const { connection } = await bench.start(dataDir)
    expect(await ask(connection, 'select 1 as one')).toEqual({ one: 1 })
    expect(await waitUntil(5_000, () => (making() === undefined ? true : undefined))).toBe(true)
  })
})

describe('the socket folder', () => {
  it('is refused when it is open to others, a link, or under a parent where others replace it', async () => {
    const dataDir = await bench.folder()
    const root = await bench.folder()
    const folder = await prepareSocketFolder(dataDir, ownUid, root)
    const refused = { code: 'unsafe_folder', message: expect.stringContaining('set TMPDIR') }
    await chmod(folder, 0o755)
    await expect(bench.start(dataDir, { socketRoot: root, isolation: 'auto' })).rejects.toMatchObject(refused)
    await rm(folder, { recursive: true })
    await symlink(await bench.folder(), folder)
    await expect(bench.start(dataDir, { socketRoot: root })).rejects.toMatchObject(refused)
    const open = await bench.folder(0o777)
    await expect(bench.start(dataDir, { socketRoot: open })).rejects.toMatchObject(refused)
  })

  it.skipIf(!isRoot)('is refused when another user made it first', async () => {
    const dataDir = await bench.folder()
    const root = await bench.folder()
    await chown(await prepareSocketFolder(dataDir, ownUid, root), 12_345, 12_345)
    await expect(bench.start(dataDir, { socketRoot: root })).rejects.toMatchObject({
      code: 'unsafe_folder',
      message: expect.stringContaining('belongs to user id 12345'),
    })
  })

  it('that was cleared away under an orphan is made again', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    const { pid = 0, connection } = await child.next()
    await child.kill()
    await rm(connection?.host ?? '', { recursive: true })
    const again = await bench.start(dataDir)
    expect([again.adopted, runs(pid)]).toEqual([false, false])
    expect(await ask(again.connection, 'select 1 as one')).toEqual({ one: 1 })
  })
})

describe('what cannot run is refused with what to do', () => {
  it('data of another major version', async () => {
    const dataDir = await bench.folder()
    await (await bench.start(dataDir)).stop()
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '17\n')
    await expect(bench.start(dataDir)).rejects.toMatchObject({
      code: 'wrong_version',
      message: expect.stringMatching(/PostgreSQL 17; .* brings 18/),
    })
  })

  it('data without the password, and a pointer to data that are gone', async () => {
    const dataDir = await bench.folder()
    await (await bench.start(dataDir)).stop()
    await rm(join(dataDir, 'superuser-password'))
    await expect(bench.start(dataDir)).rejects.toMatchObject({ code: 'data_missing' })
    const moved = await bench.folder()
    await writeFile(join(moved, 'elsewhere.json'), JSON.stringify({ path: join(moved, 'gone'), why: 'test' }))
    await expect(bench.start(moved)).rejects.toMatchObject({
      code: 'data_missing',
      message: expect.stringContaining('gone'),
    })
    expect(readdirSync(moved)).not.toContain('cluster')
  })

  it('programs that are missing, for an unknown platform, or lack a library', async () => {
    expect(() => packagedBinaries('sunos-sparc')).toThrow(/DATABASE_URL/)
    const dataDir = await bench.folder()
    await expect(bench.start(dataDir, { binaries: await bench.folder() })).rejects.toMatchObject({
      code: 'binaries_missing',
    })
    const native = join(await bench.folder(), 'native')
    await cp(await locateBinaries(), native, {
      recursive: true,
      filter: (source) => !/libssl|\.a$/.test(source),
    })
    await expect(bench.start(dataDir, { binaries: native })).rejects.toMatchObject({
      code: 'library_missing',
      message: expect.stringContaining('libssl.so.1.1'),
    })
  })

  it.skipIf(!isRoot)('root without a way around it, and a folder another user owns', async () => {
    const dataDir = await bench.folder()
    await expect(bench.start(dataDir, { isolation: 'plain' })).rejects.toMatchObject({ code: 'root_refused' })
    const unreachable = {
      isolation: 'unprivileged-user',
      elsewhereRoot: join(await bench.folder(), 'e'),
    } as const
    await expect(bench.start(join(dataDir, 'x'), unreachable)).rejects.toMatchObject({ code: 'root_refused' })
  })

  it.skipIf(!isRoot)('a full disk: nothing half-made, and it goes on once there is room', async () => {
    const disk = await bench.folder()
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=700', 'tmpfs', disk]).then(
      () => true,
      () => false,
    )
    if (!mounted) return void process.stderr.write('mount is refused here: the full disk was not tried.\n')
    bench.later(async () => void (await run('umount', [disk])))
    const dataDir = join(disk, 'postgres')
    await expect(bench.start(dataDir)).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining('Free about'),
    })
    expect(readdirSync(dataDir).filter((name) => /cluster$|making/.test(name))).toEqual([])
    await run('mount', ['-o', 'remount,size=200m', disk])
    const { connection, stop } = await bench.start(dataDir)
    expect(await ask(connection, 'select 1 as one')).toEqual({ one: 1 })
    await stop()
    await run('sh', ['-c', `cat /dev/zero > ${disk}/filler || true`])
    await expect(bench.start(dataDir)).rejects.toMatchObject({ code: 'disk_full' })
    await rm(join(disk, 'filler'))
    const again = await bench.start(dataDir)
    expect(await ask(again.connection, 'select 1 as one')).toEqual({ one: 1 })
    await again.stop()
  })
})
