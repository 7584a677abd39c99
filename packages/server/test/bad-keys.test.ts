// The folder of people's keys full, or gone: refused clearly, nothing half-made, and it goes on when that is mended.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { everyone } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { everyRoom, send } from './_every-room.ts'

const run = promisify(execFile)
const room = await everyRoom()
const { url, world, keysFolder } = room
const persons = join(keysFolder, 'persons')
for (const who of everyone) await world.say(who, `${who} sings`)
await world.grant('ana', { history: true })

const disk = (...args: readonly string[]): Promise<boolean> =>
  run('mount', args).then(
    () => true,
    () => false,
  )
const isDisk =
  process.getuid?.() === 0 && (await disk('-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', persons))
const mend = (): Promise<unknown> => run('umount', [persons]).catch(() => undefined)
afterAll(mend)
if (!isDisk) process.stderr.write('mount is refused here: a full or missing key folder was not tried.\n')

const open = (login: string) =>
  send(url, {
    method: 'POST',
    path: '/api/v1/accounts',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'correct horse battery staple', display_name: 'New' }),
  })

describe.skipIf(!isDisk)('the key folder', () => {
  it('full: no account is opened, with or without a key', async () => {
    await mkdir(join(persons, 'filled'))
    await writeFile(join(persons, 'filled', 'x'), Buffer.alloc(1 << 20)).catch(() => undefined)
    const before = await room.rows()
    const { status, text } = await open('new@example.org')
    expect([status, JSON.parse(text).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    expect(JSON.parse(text).detail).toContain('countersign doctor')
    expect(await room.rows()).toBe(before)
    expect(room.logged()).toContain('ENOSPC')
  })

  it('without the keys of people: another server releases nothing of theirs', async () => {
    const { system } = await room.second()
    const before = await room.rows()
    await expect(world.ask('ana', {}, system)).rejects.toMatchObject({
      name: 'Problem',
      code: 'LEDGER_UNAVAILABLE',
    })
    expect(await room.rows()).toBe(before)
  })

  it('mended: it goes on', async () => {
    await mend()
    expect((await open('new@example.org')).status).toBe(201)
    const { system } = await room.second()
    await (await world.ask('ana', {}, system)).release(async () => true)
  })
})
