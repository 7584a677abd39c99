// Ctrl-C reaches every process of the terminal at once, some of them twice; all of it is one wish to stop.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@countersign/testkit'
import { expect, it, vi } from 'vitest'
import { ended, temporaryFolder } from './_cli.ts'

vi.setConfig({ testTimeout: 120_000 })

const command = resolve(import.meta.dirname, '../bin/countersign.mjs')
const folder = await temporaryFolder()

/** Starts the command as a shell does: through its wrapper, in a process group of its own. */
function startGroup(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  const temporary = join(cwd, 'tmp')
  return spawn(process.execPath, [command, ...args], {
    cwd,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: cwd, TMPDIR: temporary },
  })
}

/** Sends a signal to a whole process group. */
function signalGroup({ pid }: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('it did not start')
  process.kill(-pid, signal)
}

async function folderFor(name: string): Promise<string> {
  const cwd = join(folder, name)
  await mkdir(join(cwd, 'tmp'), { recursive: true })
  return cwd
}

/** The first line on a stream that holds `text`. */
function lineWith(child: ChildProcessWithoutNullStreams, text: string): Promise<string> {
  return new Promise((done, reject) => {
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it said "${text}"`)))
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => line.includes(text) && done(line))
  })
}

it.each(['SIGINT', 'SIGTERM'] as const)('serve stops cleanly once on %s to its group', async (signal) => {
  const cwd = await folderFor(`serve-${signal}`)
  const server = startGroup(['serve', '--port', String(await freePort())], cwd)
  const output = ended(server)
  await lineWith(server, 'Countersign is at')
  signalGroup(server, signal)
  expect(await output).toMatchObject({ code: 0, stderr: expect.stringContaining('Stopping') })
  expect(await readdir(join(cwd, 'countersign-data/postgres/users'))).toEqual([])
})

it.each(['Starting a throwaway server', 'Playing'])(
  'demo leaves nothing behind on SIGINT to its group while it says "%s"',
  async (words) => {
    const cwd = await folderFor(`demo-${words.length}`)
    const demo = startGroup(['demo', 'song-in-a-group', '--json'], cwd)
    const output = ended(demo)
    await lineWith(demo, words)
    await wait(300)
    signalGroup(demo, 'SIGINT')
    const { code, stdout } = await output
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'STOPPED' })
    expect(await readdir(join(cwd, 'tmp'))).toEqual([])
  },
)

it('serve killed -9 with all of its group starts again', async () => {
  const cwd = await folderFor('killed')
  const port = await freePort()
  const args = ['serve', '--port', String(port)]
  const killed = startGroup(args, cwd)
  const gone = ended(killed)
  await lineWith(killed, 'Countersign is at')
  signalGroup(killed, 'SIGKILL')
  await gone
  const again = startGroup(args, cwd)
  const output = ended(again)
  await lineWith(again, 'Countersign is at')
  expect((await fetch(`http://localhost:${port}/register.json`)).status).toBe(200)
  signalGroup(again, 'SIGINT')
  expect((await output).code).toBe(0)
  expect(await readdir(join(cwd, 'countersign-data/postgres/users'))).toEqual([])
})
