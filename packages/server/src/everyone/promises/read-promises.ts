// Reads the duties and the results of the last test runs from the repository the server runs from.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Problem } from '../../problems.ts'
import { type Promises, promisesOf } from './claims.ts'
import { type Duty, parseDuties } from './duties.ts'
import { codeFingerprint } from './fingerprint.ts'
import { noResults, parseResults, type TestResults } from './results.ts'

/** Where both are. */
export interface PromisePlaces {
  /** The folder with `packages/` and `docs/`. */
  readonly root: string
  /** What test runs wrote. */
  readonly results: string
}

const root = resolve(import.meta.dirname, '../../../../..')

/** The repository this file is part of, and where its test runs leave their results. */
export const ownPlaces: PromisePlaces = { root, results: join(root, 'test-output/results.json') }

/**
 * Resolves with what may be claimed now. The code that serves is looked at once: it does not change while it runs.
 * @throws {Problem} NOT_FOUND where the documents are not installed
 * @throws Error when the list of duties or the results are damaged
 */
export function promisesReader({ root: folder, results }: PromisePlaces): () => Promise<Promises> {
  let code: Promise<string> | undefined
  return async () => {
    code ??= codeFingerprint(folder)
    const [duties, said] = await Promise.all([readDuties(folder), readResults(results)])
    return promisesOf(duties, said, await code)
  }
}

async function readDuties(folder: string): Promise<readonly Duty[]> {
  const text = await readIfThere(join(folder, 'docs/obligations.md'))
  if (text === undefined)
    throw new Problem('NOT_FOUND', { detail: 'The list of duties is not part of this installation.' })
  return parseDuties(text)
}

/** The results of runs here; none when there was no run. */
export async function readResults(path: string): Promise<TestResults> {
  const text = await readIfThere(path)
  return text === undefined ? noResults : parseResults(text)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
