// Several processes on one data folder: one server, found again after a kill, stopped by the last who leaves, never started twice.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findPostmaster } from '../src/store/embedded/postmaster.ts'
import { waitUntil } from '../src/store/embedded/wait-until.ts'
import { ask, Bench, runs, type Said } from './_embedded-fixture.ts'

const bench = new Bench()
afterEach(() => bench.clear())

describe('a second process', () => {
  it('finds the running server, and leaves it running for the first', async () => {
    const dataDir = await bench.folder()
    const first = await bench.start(dataDir)
    const child = bench.child({ dataDir })
    const said = await child.next()
    expect(said).toMatchObject({ pid: first.pid, adopted: true })
    child.tell('stop')
    expect(await child.next()).toEqual({ stopped: true })
    expect(await ask(first.connection, 'select 1 as one')).toEqual({ one: 1 })
  })

  it('is refused with the pid and what to do when it asks for the folder alone', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    await child.next()
    await expect(bench.start(dataDir, { whenRunning: 'refuse' })).rejects.toMatchObject({
      code: 'in_use',
      pid: child.process.pid,
      message: expect.stringMatching(/Stop it first .* or choose another folder/),
    })
    await child.kill()
    await bench.start(dataDir, { whenRunning: 'refuse' })
  })

  it('keeps the server when the first stops, and stops it when it leaves as the last', async () => {
    const dataDir = await bench.folder()
    const first = await bench.start(dataDir)
    const child = bench.child({ dataDir })
    await child.next()
    await first.stop()
    expect(runs(first.pid)).toBe(true)
    child.tell('stop')
    expect(await child.next()).toEqual({ stopped: true })
    expect(runs(first.pid)).toBe(false)
  })
})

describe('the end of a process', () => {
  it('by kill -9 leaves a server that the next start adopts and stops properly', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    const orphan = await child.next()
    await child.kill()
    expect(runs(orphan.pid ?? 0)).toBe(true)
    const heir = await bench.start(dataDir)
    expect(heir).toMatchObject({ pid: orphan.pid, adopted: true })
    expect(await ask(heir.connection, 'show fsync')).toEqual({ fsync: 'on' })
    await heir.stop()
    expect(runs(heir.pid)).toBe(false)
    expect(readdirSync(join(dataDir, 'cluster'))).not.toContain('postmaster.pid')
  })

  it('by a clean exit without stop() stops the server', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    const { pid = 0 } = await child.next()
    child.tell('exit')
    expect(await waitUntil(10_000, () => (runs(pid) ? undefined : true))).toBe(true)
    expect((await bench.start(dataDir)).adopted).toBe(false)
  })

  it('while another is just stopping the server makes the next start wait, not fail', async () => {
    const dataDir = await bench.folder()
    const first = await bench.start(dataDir)
    const [, second] = await Promise.all([first.stop(), bench.start(dataDir)])
    expect(await ask(second.connection, 'select 1 as one')).toEqual({ one: 1 })
  })
})

describe('starts at the same time', () => {
  it('give one cluster and one server', async () => {
    const dataDir = await bench.folder()
    const children = [1, 2, 3, 4].map(() => bench.child({ dataDir }))
    const said = await Promise.all(children.map((child) => child.next()))
    expect(said.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined])
    expect(new Set(said.map(({ pid }: Said) => pid)).size).toBe(1)
    expect(said.filter(({ adopted }) => adopted === false)).toHaveLength(1)
    for (const child of children) child.tell('stop')
    expect(await Promise.all(children.map((child) => child.next()))).toEqual(Array(4).fill({ stopped: true }))
    expect(await findPostmaster(join(dataDir, 'cluster'))).toBeUndefined()
  })

  it('after a crash of server and users give one server that has every committed row', async () => {
    const dataDir = await bench.folder()
    const child = bench.child({ dataDir })
    const { pid = 0, connection } = await child.next()
    if (connection === undefined) throw new Error('the child gave no connection')
    await ask(connection, 'create table kept as select 5 as n')
    await child.kill()
    process.kill(pid, 'SIGKILL')
    const [first, second] = await Promise.all([bench.start(dataDir), bench.start(dataDir)])
    expect(first.pid).toBe(second.pid)
    expect(new Set([first.adopted, second.adopted])).toEqual(new Set([false, true]))
    expect(await ask(first.connection, 'select n from kept')).toEqual({ n: 5 })
  })
})
