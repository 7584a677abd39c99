// A vitest reporter that ends every run with one plain line of counts, and hands the counts to scripts/test.ts.

import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** How a run ended, in tests; a file that could not be loaded and an error outside any test count as failed. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Prints `N passed, N failed` last, and writes {@link Counts} as JSON to the file named by `COUNTERSIGN_TEST_COUNTS`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = count(modules, unhandled.length)
    const file = process.env['COUNTERSIGN_TEST_COUNTS']
    if (file) writeFileSync(file, JSON.stringify(counts))
    process.on('exit', () => {
      if (!file) process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
    })
  }
}

function count(modules: readonly TestModule[], unhandled: number): Counts {
  let [passed, failed, skipped] = [0, unhandled, 0]
  for (const module of modules) {
    // A file that failed without a failing test (an import error, an empty file, a hook) would otherwise go uncounted.
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'failed') failedHere += 1
      else skipped += 1
    }
    if (failedHere === 0 && module.state() === 'failed') failedHere = 1
    failed += failedHere
  }
  return { passed, failed, skipped }
}
