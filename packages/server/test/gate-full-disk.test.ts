// A disk that is really full: the log on a file system of three megabytes. Needs root to mount one; elsewhere it is simulated
// in gate-unwritable.test.ts and skipped here.
import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkLedger, makeWorld, onServer, testSystem } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'

const disk = mountTinyDisk()
if (disk === undefined)
  process.stdout.write('gate-full-disk: skipped, only root can mount a file system here\n')

/** A file system of 3 MB, or undefined where it cannot be mounted. */
function mountTinyDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
}

describe.skipIf(disk === undefined)('a full disk under the log', async () => {
  if (disk === undefined) return
  afterAll(() => {
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })
  const { system, clock, database, close } = await testSystem()
  const owner = (statement: string): Promise<unknown> =>
    onServer(database.owner, (client) => client.query(statement))
  const tablespace = `tiny_${database.name.split('_').at(-1)}`
  const world = await makeWorld(system, clock)
  const grant = await world.grant('ana', { history: true })
  await world.say('ana', 'ana sings')
  await onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
    )
    const { uid, gid } = statSync(rows[0]?.folder ?? '')
    chownSync(disk, uid, gid)
    await client.query(`create tablespace ${tablespace} location '${disk}'`)
  })
  for (const index of ['table leaves', 'index leaves_pkey'])
    await owner(`alter ${index} set tablespace ${tablespace}`)
  afterAll(async () => {
    await close()
    await onServer({ ...database.owner, database: 'postgres' }, (client) =>
      client.query(`drop tablespace ${tablespace}`),
    )
  })

  it('stops what would be released, not people, and a withdrawal holds; afterwards one history', async () => {
    expect((await world.read('ana')).items).toHaveLength(1)
    fill(join(disk, 'filler'))
    // What room the last page has is used up first.
    const refusal = await untilRefused(() => world.read('ana'))
    expect(refusal).toMatchObject({ code: 'LEDGER_UNAVAILABLE', cause: { code: '53100' } })
    await world.say('ana', 'ana goes on talking')
    await withdrawGrant(system, { person: world.people.ana, grant: grant.id })
    const { rows } = await onServer(database.owner, (client) =>
      client.query('select state from grants where state <> $1', ['given']),
    )
    expect(rows).toEqual([{ state: 'withdrawn' }])
    rmSync(join(disk, 'filler'))
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect((await checkLedger(database.owner, system)).problems).toEqual([])
  }, 60_000)
})

function fill(path: string): void {
  let size = 4_000_000
  while (size >= 512) {
    try {
      writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      size = Math.floor(size / 2)
    }
  }
}

async function untilRefused(read: () => Promise<unknown>): Promise<unknown> {
  for (let i = 0; i < 500; i++) {
    try {
      await read()
    } catch (error) {
      return error
    }
  }
  return 'never refused'
}
