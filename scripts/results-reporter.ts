// A vitest reporter that keeps what each test file said last, for the promises page: test-output/results.json.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { codeFingerprint } from '../packages/server/src/everyone/promises/fingerprint.ts'
import { ownPlaces, readResults } from '../packages/server/src/everyone/promises/read-promises.ts'
import { type FileResult, noResults } from '../packages/server/src/everyone/promises/results.ts'

/** Writes the result of every file that ran whole; files that did not run keep theirs. A damaged file is begun anew. */
export default class ResultsReporter implements Reporter {
  #isWhole = true
  #code: Promise<string> | undefined

  onInit(vitest: Vitest): void {
    // What `-t` left out of a file, its result would hide.
    this.#isWhole = vitest.config.testNamePattern === undefined
    // The code as it is when the run begins: what changes meanwhile was not what was tested.
    this.#code = codeFingerprint(ownPlaces.root)
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    if (!this.#isWhole || this.#code === undefined) return
    const code = await this.#code
    const { files } = await readResults(ownPlaces.results).catch(() => noResults)
    const at = new Date().toISOString()
    const now = new Map<string, FileResult>()
    for (const module of modules) {
      const path = relative(ownPlaces.root, module.moduleId)
      now.set(path, sum(now.get(path), count(module), { at, code }))
    }
    const all = { ...files, ...Object.fromEntries(now) }
    mkdirSync(dirname(ownPlaces.results), { recursive: true })
    const draft = `${ownPlaces.results}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify({ format: 1, files: all }, null, 1)}\n`)
    renameSync(draft, ownPlaces.results)
  }
}

type Counts = Pick<FileResult, 'passed' | 'failed' | 'skipped'>

function count(module: TestModule): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
  }
  // A file that could not be loaded, or whose hook failed, failed without a failing test.
  if (module.state() === 'failed' && counts.failed === 0) counts.failed = 1
  return counts
}

/** A file that two projects run, such as the two versions of PostgreSQL, failed when it failed in either. */
function sum(before: Counts | undefined, now: Counts, run: Pick<FileResult, 'at' | 'code'>): FileResult {
  const total = {
    passed: now.passed + (before?.passed ?? 0),
    failed: now.failed + (before?.failed ?? 0),
    skipped: now.skipped + (before?.skipped ?? 0),
  }
  const outcome = total.failed > 0 ? 'failed' : total.passed > 0 ? 'passed' : 'skipped'
  return { outcome, ...total, ...run }
}
