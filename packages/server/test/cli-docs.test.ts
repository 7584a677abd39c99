// docs/run.md says what the program does: its tables are the program's own.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { exitCodes } from '../src/cli/exit-codes.ts'
import { settingKeys } from '../src/settings.ts'

const page = await readFile(resolve(import.meta.dirname, '../../../docs/run.md'), 'utf8')

/** The rows of the table under a header line. */
function table(header: string): readonly string[] {
  const lines = page.split('\n')
  const start = lines.indexOf(header)
  expect(start, `no table ${header}`).toBeGreaterThan(0)
  const rows = lines.slice(start + 2)
  return rows.slice(
    0,
    rows.findIndex((line) => !line.startsWith('|')),
  )
}

it('the table of settings is the one the program checks', () => {
  expect(table('| key in the file | flag | variable | otherwise | meaning |')).toEqual(
    settingKeys.map(
      ({ key, flag, env, otherwise, meaning }) =>
        `| \`${key}\` | \`${flag}\` | \`${env}\` | ${otherwise} | ${meaning} |`,
    ),
  )
})

it('the table of exit codes is the one the program ends with', () => {
  expect(table('| code | meaning |')).toEqual(
    Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`),
  )
})
