// The PostgreSQL programs that come from npm for tests alone, beside those the product brings.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { locateBinaries } from '../../server/src/store/embedded/binaries.ts'

/** Older versions tests run on: 15 is the oldest one served (design §10), 14 the newest one refused. */
export type OlderPostgres = 14 | 15

/**
 * The folder with bin/, lib/ and share/ of an older version; they need no install script, as the product's do not.
 * @throws Error where npm has none for this machine: 14 is packaged for x64 only
 * @throws EmbeddedPostgresError `binaries_missing`
 */
export async function olderBinaries(version: OlderPostgres): Promise<string> {
  const name = `postgres-${version}-${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return await locateBinaries(join(dirname(entry), '..', 'native'))
  } catch (cause) {
    throw new Error(`The package ${name} is not installed. Run \`npm ci\` without --omit=optional.`, {
      cause,
    })
  }
}
