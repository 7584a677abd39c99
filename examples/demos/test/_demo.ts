// The demo command as anybody runs it, in a temporary folder of its own, so that what it leaves behind is seen.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect } from 'vitest'

const binary = fileURLToPath(new URL('../../../packages/server/bin/countersign.mjs', import.meta.url))

/** One number of a demo. */
interface Figure {
  readonly what: string
  readonly expected: string
  readonly seen: string
  readonly ok: boolean
}

let temporary: string

/** Gives each test of a file a folder of its own. */
export function inTemporaryFolder(): void {
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'demo-test-'))
  })
  afterEach(async () => {
    await rm(temporary, { recursive: true, force: true })
  })
}

/** What the command left in its temporary folder. */
export function leftBehind(): Promise<readonly string[]> {
  return readdir(temporary)
}

/** Starts the command. */
export function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [binary, ...args], {
    cwd: temporary,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the command to its end. */
export async function run(
  args: readonly string[],
): Promise<{ code: number | null; said: string; progress: string }> {
  const child = start(args)
  const [said, progress, [code]] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { code, said, progress }
}

/**
 * Plays a demo to its end and expects every number of it to hold, each under a name of its own, and nothing to stay behind.
 * @returns what was seen, by what it is
 */
export async function playWhole(
  name: string,
  ...options: readonly string[]
): Promise<{ readonly seen: Readonly<Record<string, string>>; readonly progress: string }> {
  const { code, said, progress } = await run(['demo', name, ...options, '--json'])
  const { figures, ...rest } = JSON.parse(said) as { figures: readonly Figure[] }
  expect(figures.filter(({ ok }) => !ok)).toEqual([])
  expect(rest).toEqual({ ok: true, name })
  expect(code).toBe(0)
  expect(new Set(figures.map(({ what }) => what)).size).toBe(figures.length)
  expect(await leftBehind()).toEqual([])
  return { seen: Object.fromEntries(figures.map((figure) => [figure.what, figure.seen])), progress }
}
