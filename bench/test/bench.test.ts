// The bench runs from an empty folder to its page, and no cell is left without numbers. How large they are is not asked.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Analysis } from '../src/report/analysis.ts'
import type { Goal } from '../src/report/goals.ts'
import type { RunResult } from '../src/run.ts'
import { shapeNames } from '../src/shapes.ts'
import { variantNames } from '../src/variants.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const run = promisify(execFile)
const small = ['--messages', '10000', '--callers', '1,2', '--blocks', '1', '--slice-ms', '20']

interface Figures extends RunResult {
  readonly analysis: Analysis
  readonly goals: readonly Goal[]
}

let folder: string
let figures: Figures
let printed: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-bench-test-'))
  const { stdout } = await run(process.execPath, [main, ...small, '--withdrawals', '1', '--output', folder])
  printed = stdout
  figures = JSON.parse(await readFile(join(folder, 'figures.json'), 'utf8')) as Figures
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const cells = shapeNames.flatMap((shape) =>
  [1, 2].flatMap((callers) => variantNames.map((variant) => ({ shape, callers, variant }))),
)

test.each(cells)('$variant, $shape, $callers callers: numbers', ({ shape, callers, variant }) => {
  const cell = figures.analysis.cells.find(
    (one) => one.shape === shape && one.callers === callers && one.variant === variant,
  )
  const { throughput, latency, cpu } = cell ?? {}
  for (const figure of [throughput?.median, latency?.p50.median, latency?.p95, cpu?.median])
    expect(figure).toBeGreaterThan(0)
})

test('every goal is judged in every cell it is about', () => {
  expect(figures.goals.map(({ name, cells: judged }) => [name, judged.length])).toEqual([
    ['cpu', 2 * shapeNames.length],
    // They are about 64 callers and more, who take too long here.
    ['throughput-first', 0],
    ['throughput', 0],
    ['one-caller', shapeNames.length],
  ])
})

test('SUN-03: no read begun after the acknowledged withdrawal gave data', () => {
  expect(figures.withdrawals).toHaveLength(1)
  expect(figures.withdrawals[0]?.firstRefusal).toBeGreaterThan(0)
  expect(figures.withdrawals[0]?.dataBegunAfterAcknowledgement).toBe(0)
})

test('the page stands alone and shows every shape', async () => {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  for (const shape of shapeNames) expect(page).toContain(`id="${shape}"`)
  expect(page).not.toMatch(/(src|href)="(?!#)/)
  expect(printed).toMatch(/HIT|MISSED/)
})
