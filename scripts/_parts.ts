// Runs checks and tests one after the other, counts them together and says the sum in one plain last line.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Check } from './_checks.ts'
import { runVisibly, say, since } from './_run.ts'
import type { Counts } from './count-reporter.ts'

/** Runs the checks given; a failed one shows what its tool said. Counts each as one. */
export async function runChecks(checks: readonly Check[]): Promise<Counts> {
  let passed = 0
  for (const { says, run } of checks) {
    const started = performance.now()
    const outcome = await run()
    say(`${outcome.passed ? 'ok  ' : 'FAIL'}  ${says} (${since(started)})`)
    if (outcome.passed) passed += 1
    else say(outcome.output.trimEnd())
  }
  return { passed, failed: checks.length - passed, skipped: 0 }
}

/** Runs vitest with `args`; a run that found no test, or that ended without counting, is one failure. */
export async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-counts-'))
  const file = join(folder, 'counts.json')
  const started = performance.now()
  // Hundreds of files and child processes load the same modules: Node compiles each of them once a run.
  const compiled = join(folder, 'compiled')
  // Bundling the configuration would write into node_modules, which may belong to another user.
  const command = ['run', '--configLoader=native', ...args]
  try {
    const ok = await runVisibly('vitest/vitest.mjs', command, {
      COUNTERSIGN_TEST_COUNTS: file,
      NODE_COMPILE_CACHE: compiled,
    })
    const counts = readCounts(file)
    say(
      `${ok ? 'ok  ' : 'FAIL'}  vitest: ${counts.passed} tests, ${counts.skipped} skipped (${since(started)})`,
    )
    const hiddenFailure = counts.failed === 0 && (!ok || counts.passed === 0)
    return hiddenFailure ? { ...counts, failed: 1 } : counts
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

/** Says the sum as the last line, `N passed, N failed`; the exit code is 0 only when something ran and nothing failed. */
export function conclude(parts: readonly Counts[]): number {
  const passed = parts.reduce((sum, part) => sum + part.passed, 0)
  const failed = parts.reduce((sum, part) => sum + part.failed, 0)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
