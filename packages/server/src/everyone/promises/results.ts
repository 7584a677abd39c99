// What the last runs of the tests said, file by file: written by the test run, read by the promises page, never made up.
import { z } from 'zod'

const fileResult = z.strictObject({
  outcome: z.enum(['passed', 'failed', 'skipped']),
  passed: z.int().min(0),
  failed: z.int().min(0),
  skipped: z.int().min(0),
  /** When it was run. */
  at: z.iso.datetime(),
  /** The fingerprint of the code it was run on. */
  code: z.string().regex(/^[0-9a-f]{64}$/),
})

const resultsFile = z.strictObject({
  format: z.literal(1),
  /** By the path of the test file from the repository's root. */
  files: z.record(z.string(), fileResult),
})

/** What one test file said when it was last run. */
export type FileResult = z.infer<typeof fileResult>

/** The last result of every test file that was ever run here. */
export type TestResults = z.infer<typeof resultsFile>

/** Results of no run at all. */
export const noResults: TestResults = { format: 1, files: {} }

/** The results in the text of a file. @throws Error when it is not one: a damaged file must not pass for a good run */
export function parseResults(text: string): TestResults {
  return resultsFile.parse(JSON.parse(text))
}
