// The app's bench runs and leaves no figure out; and a page holds no more of a long thread than a window of it, however far one scrolls.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppFigures } from '../src/app/main.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const run = promisify(execFile)

let folder: string
let figures: AppFigures

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-bench-app-'))
  await run(process.execPath, [main, 'app', '--quick', '--output', folder])
  figures = JSON.parse(await readFile(join(folder, 'app.json'), 'utf8')) as AppFigures
}, 240_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

test('has every figure', () => {
  const { load, longThread, live } = figures
  expect(load.map(({ slower }) => slower)).toEqual([1, 4, 6])
  const all = [
    ...load,
    longThread,
    longThread.opened,
    longThread.most,
    longThread.jumped,
    live.pair,
    live.group,
  ]
  const numbers = all.flatMap((one) => Object.values(one)).filter((value) => typeof value !== 'object')
  for (const value of numbers) expect(value).toBeGreaterThan(0)
})

test('finds a page bounded: it scrolled past more messages than it ever held', () => {
  const { scrolledThrough, opened, most } = figures.longThread
  expect(scrolledThrough).toBeGreaterThan(300)
  // Four pages of sixty at most, of some fifteen elements a message.
  expect(most.nodes).toBeLessThan(opened.nodes + 240 * 15)
})
