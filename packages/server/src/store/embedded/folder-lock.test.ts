// The folder lock holds one at a time, waits, names its holder, and outlives killed holders.

import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { identify } from './process-identity.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('refuses a second holder by the first one’s pid, and lets it in after the release', async () => {
  const first = await lockFolder(folder, 'a', 1000)
  await expect(lockFolder(folder, 'b', 30)).rejects.toMatchObject({ code: 'in_use', pid: process.pid })
  await first.release()
  await first.release()
  await (await lockFolder(folder, 'c', 0)).release()
})

it('is held by one at a time however many want it', async () => {
  let inside = 0
  let most = 0
  const turn = async (name: string) => {
    const lock = await lockFolder(folder, name, 20_000)
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 2))
    inside -= 1
    await lock.release()
  }
  await Promise.all(Array.from({ length: 25 }, (_, index) => turn(`n${index}`)))
  expect(most).toBe(1)
  expect(await readdir(folder)).toEqual(['lock.25'])
})

it('is free when its holder is gone, when another program has got its number, and after a new boot', async () => {
  const child = spawn('sleep', ['60'])
  const holder = identify(child.pid ?? 0)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const me = identify(process.pid)
  for (const stale of [holder, { ...me, startTicks: '1' }, { ...me, bootId: 'another' }, 'half-written']) {
    await writeFile(join(folder, 'lock.7'), JSON.stringify(stale))
    await (await lockFolder(folder, 'x', 0)).release()
    await rm(join(folder, 'lock.8'))
  }
})

it('is not taken while the holder of the highest generation lives, whatever is missing below', async () => {
  await writeFile(join(folder, 'lock.9'), JSON.stringify(identify(process.pid)))
  await expect(lockFolder(folder, 'late', 20)).rejects.toMatchObject({ code: 'in_use' })
  expect(await readdir(folder)).toEqual(['lock.9'])
})
